using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Sources;

/// <summary>Adds a source: its type, a form made from the type's schema, a look at the data, saved as a file.</summary>
public sealed partial class NewSourcePage
{
    private const string Draft = "";
    private IReadOnlyList<ConnectorInfo>? connectors;
    private ConnectorInfo? connector;
    private FormState? form;
    private LiveCheck check = default!;
    private DataLook? look;
    private ApiException? failure;
    private ApiException? saving;
    private string name = "";
    private bool named;
    private bool nameTouched;
    private bool browsing;
    private bool restored;
    private bool dirty;
    private bool done;
    private bool busy;

    [Inject]
    private SourcesClient Client { get; set; } = default!;

    [Inject]
    private SourceDrafts Drafts { get; set; } = default!;

    [Inject]
    private UserSession Session { get; set; } = default!;

    [Inject]
    private ServerLink Link { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Browser Browser { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private Words T { get; set; } = default!;

    private string Path => form?.Content["path"] is JsonValue value && value.TryGetValue<string>(out var path) ? path : "";

    // the name is suggested by the path, so it stands after it
    private string? NameAfter => form?.Schema.Properties.Any(property => property.Key == "path") == true ? "path" : null;

    private IEnumerable<ProblemFault> NameFaults
    {
        get
        {
            if (name.Trim() == "new")
            {
                yield return new ProblemFault("ui.name_reserved", T["This page has that address."], "name", T["Choose another name."]);
            }

            foreach (var fault in nameTouched || form?.ShowAll == true ? form?.Faults.Where(fault => fault.Place == "name") ?? [] : [])
            {
                yield return fault;
            }
        }
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        check = new LiveCheck(Client);
        Link.Returned += Again;
        return Session.MayEditFiles ? StartAsync() : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Link.Returned -= Again;
        check.Dispose();
    }

    private void Again() => _ = InvokeAsync(() => connectors is null ? StartAsync() : CheckAsync());

    private async Task StartAsync()
    {
        try
        {
            connectors = await Client.ConnectorsAsync(default);
            failure = null;
        }
        catch (ApiException refused)
        {
            failure = refused;
            return;
        }

        if (await Drafts.ReadAsync(Draft) is { } draft && connectors.FirstOrDefault(item => item.Type == (string?)draft["type"]) is { } kept)
        {
            Choose(kept, draft["content"]?.DeepClone() as JsonObject);
            name = (string?)draft["name"] ?? "";
            named = name.Length > 0;
            restored = dirty = true;
            form!.ShowAll = true;
            await CheckAsync();
        }
        else if (connectors is [var only])
        {
            Choose(only);
        }
    }

    private void Choose(ConnectorInfo item) => Choose(item, null);

    private void Choose(ConnectorInfo item, JsonObject? content)
    {
        if (form is not null)
        {
            form.Changed -= Typed;
        }

        connector = item;
        var schema = SchemaNode.Of(item.Schema);
        content ??= [];
        foreach (var constant in schema.Properties.Where(property => property.Node.Constant is not null && !content.ContainsKey(property.Key)))
        {
            content.Insert(0, constant.Key, JsonNode.Parse(constant.Node.Constant!.Value.GetRawText()));
        }

        form = new FormState { Schema = schema, Content = content };
        form.Changed += Typed;
        saving = null;
    }

    private async Task StartOverAsync()
    {
        await ForgetAsync();
        form = null;
        name = "";
        named = nameTouched = restored = false;
        Choose(connector!);
    }

    private async Task ForgetAsync()
    {
        dirty = false;
        await Drafts.ForgetAsync(Draft);
    }

    private void Typed()
    {
        if (!named)
        {
            name = Suggestion(Path);
        }

        Changed();
    }

    private void NameTyped(ChangeEventArgs e)
    {
        name = e.Value?.ToString() ?? "";
        named = name.Length > 0;
        nameTouched = true;
        Changed();
    }

    private void Changed()
    {
        dirty = true;
        saving = null;
        StateHasChanged();
        _ = KeepAsync();
        _ = CheckAsync();
    }

    private Task KeepAsync() => Drafts.KeepAsync(Draft, new JsonObject
    {
        ["type"] = connector!.Type,
        ["name"] = name,
        ["content"] = form!.Content.DeepClone(),
    });

    private async Task CheckAsync()
    {
        if (form is { } asked && await check.AskAsync(name.Trim(), () => new SaveResource(asked.ToElement())) is { } faults && asked == form)
        {
            // a name that is wrong is told at its field, and not once more for the whole file
            form.Faults = faults.Any(fault => fault.Place == "name") ? [.. faults.Where(fault => fault.Place != "content")] : faults;
            StateHasChanged();
        }
    }

    private async Task TakePathAsync(string path)
    {
        browsing = false;
        form!.Content["path"] = path;
        form.Touch("path");
        StateHasChanged();
        await Browser.FocusAsync("#source-name");
        if (look is not null)
        {
            await look.LookAsync();
        }
    }

    private async Task SaveAsync(bool sync)
    {
        saving = null;
        form!.ShowAll = true;
        nameTouched = true;
        var target = name.Trim();
        if (target is "" or "new")
        {
            form.Faults = target.Length > 0 ? form.Faults :
                [.. form.Faults.Where(fault => fault.Place != "name"), new ProblemFault("ui.name_missing", T["A source needs a name."], "name", T["Use lower-case letters, digits and underscores."])];
            await ShowFaultAsync();
            return;
        }

        busy = true;
        try
        {
            await Client.CreateAsync(target, new SaveResource(form.ToElement()));
            done = true;
            await ForgetAsync();
            Notices.Say(T["{0} is saved.", target]);
            await SyncAsync(target, sync);
            StateHasChanged();
            Navigation.NavigateTo(Addresses.Source(target), replace: true);
        }
        catch (ApiException refused) when (refused.IsUnreachable || refused.Problem.Status == 401)
        {
            // nothing was saved; what was typed is here, also when the session comes back
            Notices.Fail(refused);
        }
        catch (ApiException refused)
        {
            var faults = LiveCheck.FaultsOf(refused);
            var placed = refused.Problem.Status is 400 or 409 or 422 && faults.All(fault => fault.Place is { Length: > 0 });
            form.Faults = placed ? faults : form.Faults;
            saving = placed ? null : refused;
            await ShowFaultAsync();
        }
        finally
        {
            busy = false;
        }
    }

    // the source is saved: that its sync could not be started is told on its page, where it can be tried again
    private async Task SyncAsync(string target, bool sync)
    {
        try
        {
            if (sync)
            {
                await Client.SyncAsync(target);
            }
        }
        catch (ApiException refused)
        {
            Notices.Fail(refused);
        }
    }

    private async Task ShowFaultAsync()
    {
        StateHasChanged();
        await Task.Yield();
        await Browser.FocusAsync("form [aria-invalid='true']");
    }

    /// <summary>A name for a source of files, made from the name of their folder.</summary>
    public static string Suggestion(string path)
    {
        var folder = path.Split('/', '\\').LastOrDefault(part => part.Length > 0 && part is not ("." or "..") && part.IndexOfAny(['*', '?', '=', '[']) < 0) ?? "";
        folder = folder.IndexOf('.') is > 0 and var dot ? folder[..dot] : folder;
        var plain = new StringBuilder();
        foreach (var c in folder.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                plain.Append(c);
            }
            else if (!char.IsSurrogate(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark && plain.Length > 0 && plain[^1] != '_')
            {
                plain.Append('_');
            }
        }

        var name = plain.ToString().Trim('_');
        return name.Length > 0 && char.IsAsciiDigit(name[0]) ? "s_" + name : name == "new" ? "new_source" : name;
    }
}
