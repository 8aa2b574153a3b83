using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Sources;

/// <summary>Changes the file of a source, by a form or as text. What is typed stays through conflicts, lost servers and lost sessions.</summary>
public sealed partial class SourceSettings
{
    private readonly TaskCompletionSource ready = new();
    private LiveCheck check = default!;
    private SchemaNode? schema;
    private FormState? form;
    private CodeEditor? editor;
    private SourceDetail basis = default!;
    private IReadOnlyList<ProblemFault> faults = [];
    private ApiException? saving;
    private string text = "";
    private string original = "";
    private bool asText;
    private bool textDirty;
    private bool formDirty;
    private bool restored;
    private bool conflict;
    private bool saved;
    private bool busy;
    private bool deleting;
    private bool browsing;
    private JsonObject? shelved;

    /// <summary>The source as it was read last.</summary>
    [Parameter, EditorRequired]
    public SourceDetail Detail { get; set; } = default!;

    /// <summary>Told that the file was written.</summary>
    [Parameter]
    public EventCallback Saved { get; set; }

    /// <summary>Told that the file was deleted.</summary>
    [Parameter]
    public EventCallback Deleted { get; set; }

    [Inject]
    private SourcesClient Client { get; set; } = default!;

    [Inject]
    private SourceDrafts Drafts { get; set; } = default!;

    [Inject]
    private UserSession Session { get; set; } = default!;

    [Inject]
    private Browser Browser { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private Words T { get; set; } = default!;

    private string Name => Detail.Status.Name;

    private bool Dirty => Session.MayEditFiles && (asText ? textDirty : formDirty);

    /// <summary>Shows the text, at the line of a fault.</summary>
    public async Task OpenTextAsync(string? place)
    {
        await ready.Task;
        ToText();
        StateHasChanged();
        for (var i = 0; i < 20 && editor?.IsReady != true; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        await MarkAsync();
        if (LineOf(place) is { } line)
        {
            await ShowLineAsync(line);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        check = new LiveCheck(Client);
        try
        {
            schema = (await Client.ConnectorsAsync(default)).FirstOrDefault(item => item.Type == Detail.Status.Type) is { } connector ? SchemaNode.Of(connector.Schema) : null;
        }
        catch (ApiException refused)
        {
            // the text can be edited without a schema
            saving = refused;
        }

        Begin();
        if (Session.MayEditFiles && await Drafts.ReadAsync(Name) is { } draft)
        {
            Restore(draft);
            _ = CheckAsync();
        }

        ready.TrySetResult();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // a file that was changed by others is shown at once, unless something is being typed over it
        if (basis is not null && !textDirty && !formDirty && basis.Version != Detail.Version)
        {
            Begin();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => check.Dispose();

    private void Begin()
    {
        basis = Detail;
        text = Detail.Text;
        textDirty = formDirty = conflict = restored = false;
        faults = asText ? Detail.Status.Faults : [];
        if (form is not null)
        {
            form.Changed -= FormTyped;
            form = null;
        }

        if (schema is not null && Detail.Content is { ValueKind: System.Text.Json.JsonValueKind.Object } content)
        {
            form = new FormState
            {
                Schema = schema,
                Content = (JsonObject)JsonNode.Parse(content.GetRawText())!,
                ReadOnly = !Session.MayEditFiles,
                ShowAll = true,
            };
            form.Changed += FormTyped;
            original = form.Content.ToJsonString();
        }

        if (form is null)
        {
            asText = true;
            faults = Detail.Status.Faults;
        }
    }

    private void Restore(JsonObject draft)
    {
        if ((string?)draft["text"] is { } typed)
        {
            asText = true;
            text = typed;
            textDirty = typed != basis.Text;
        }
        else if (form is not null && draft["content"] is JsonObject content && !JsonNode.DeepEquals(content, form.Content))
        {
            asText = false;
            form.Content = (JsonObject)content.DeepClone();
            formDirty = true;
        }

        restored = textDirty || formDirty;
        conflict = restored && (string?)draft["version"] != basis.Version;
    }

    private void ToText()
    {
        if (!asText)
        {
            asText = true;
            saving = null;
            faults = textDirty ? faults : basis.Status.Faults;
        }
    }

    private Task ToFormAsync()
    {
        asText = false;
        saving = null;
        return CheckAsync();
    }

    private void TextTyped(string typed)
    {
        text = typed;
        textDirty = text != basis.Text;
        Changed();
    }

    private void FormTyped()
    {
        formDirty = form!.Content.ToJsonString() != original;
        Changed();
        StateHasChanged();
    }

    private void TakePath(string path)
    {
        browsing = false;
        form!.Content["path"] = path;
        form.Touch("path");
    }

    private void Changed()
    {
        saved = false;
        saving = null;
        _ = KeepAsync();
        _ = CheckAsync();
    }

    private Task KeepAsync() => Dirty ? Drafts.KeepAsync(Name, Draft()) : Drafts.ForgetAsync(Name);

    private JsonObject Draft() => asText
        ? new JsonObject { ["version"] = basis.Version, ["text"] = text }
        : new JsonObject { ["version"] = basis.Version, ["content"] = form!.Content.DeepClone() };

    private SaveResource ToSave() => asText ? new SaveResource(Text: text) : new SaveResource(form!.ToElement());

    private async Task CheckAsync()
    {
        var forText = asText;
        if (Session.MayEditFiles && await check.AskAsync(Name, ToSave) is { } found && forText == asText)
        {
            Take(found);
            StateHasChanged();
            await MarkAsync();
        }
    }

    private void Take(IReadOnlyList<ProblemFault> found)
    {
        if (asText)
        {
            faults = found;
        }
        else
        {
            form!.Faults = found;
        }
    }

    private async Task SaveAsync()
    {
        if (!Dirty || busy)
        {
            return;
        }

        busy = true;
        saving = null;
        try
        {
            await Client.SaveAsync(Name, ToSave(), basis.Version);
            await Drafts.ForgetAsync(Name);
            textDirty = formDirty = conflict = restored = false;
            shelved = null;
            saved = true;
            Notices.Say(T["{0} is saved.", Name]);
            await Saved.InvokeAsync();
        }
        catch (ApiException refused) when (refused.Problem.Code == "projects.changed")
        {
            conflict = true;
        }
        catch (ApiException refused) when (refused.IsUnreachable || refused.Problem.Status == 401)
        {
            Notices.Fail(refused);
        }
        catch (ApiException refused)
        {
            var found = LiveCheck.FaultsOf(refused);
            if (refused.Problem.Status is 400 or 422 && found.All(fault => fault.Place is { Length: > 0 }))
            {
                Take(found);
                StateHasChanged();
                await Browser.FocusAsync("form [aria-invalid='true']");
            }
            else
            {
                saving = refused;
            }
        }
        finally
        {
            busy = false;
        }
    }

    // what was typed is laid aside, and can be brought back
    private async Task ReloadAsync()
    {
        shelved = Draft();
        textDirty = formDirty = false;
        await Saved.InvokeAsync();
        Begin();
    }

    private async Task BringBackAsync()
    {
        var draft = shelved!;
        shelved = null;
        Restore(draft);
        conflict = false;
        restored = false;
        await KeepAsync();
        await CheckAsync();
    }

    private async Task OverwriteAsync()
    {
        try
        {
            basis = await Client.GetAsync(Name, default);
        }
        catch (ApiException refused)
        {
            saving = refused;
            return;
        }

        conflict = false;
        await SaveAsync();
    }

    private async Task DiscardAsync()
    {
        await Drafts.ForgetAsync(Name);
        saving = null;
        Begin();
        if (!asText)
        {
            await CheckAsync();
        }
    }

    private async Task DeleteAsync()
    {
        await Client.DeleteAsync(Name, Detail.Version);
        await Drafts.ForgetAsync(Name);
        textDirty = formDirty = false;
        StateHasChanged();
        Notices.Say(T["The source {0} is deleted. Its tables stay.", Name]);
        await Deleted.InvokeAsync();
    }

    private async Task ShowLineAsync(int line)
    {
        if (editor is not null)
        {
            await editor.GoToAsync(StartOf(line));
            await editor.FocusAsync();
        }
    }

    private async Task MarkAsync()
    {
        if (editor is null)
        {
            return;
        }

        if (faults.FirstOrDefault(fault => LineOf(fault.Place) is not null) is { } first)
        {
            await editor.MarkAsync(StartOf(LineOf(first.Place)!.Value), 0, first.Message);
        }
        else
        {
            await editor.UnmarkAsync();
        }
    }

    private int StartOf(int line) => text.Split('\n').Take(line - 1).Sum(each => each.Length + 1);

    // sources/erp.yml:3:5
    private static int? LineOf(string? place) =>
        place?.Split(':') is [_, var line, ..] && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
