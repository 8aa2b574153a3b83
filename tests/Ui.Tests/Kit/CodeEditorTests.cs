using Bunit;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Tests.Kit;

public sealed class CodeEditorTests : PageContext
{
    private readonly BunitJSModuleInterop script;
    private readonly BunitJSModuleInterop part;

    public CodeEditorTests()
    {
        script = JSInterop.SetupModule("./js/editor.js");
        script.Mode = JSRuntimeMode.Loose;
        part = script.SetupModule(call => call.Identifier == "mount");
        part.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task What_is_typed_is_told_and_not_sent_back()
    {
        var value = "select 1";
        var editor = Render<CodeEditor>(all => all.Add(it => it.Label, "SQL").Bind(it => it.Value, value, next => value = next));

        await editor.InvokeAsync(() => editor.Instance.TypedAsync("document", "select 2"));
        editor.Render(all => all.Add(it => it.Value, value));

        Assert.Equal("select 2", value);
        Assert.Empty(part.Invocations["open"]);
    }

    [Fact]
    public void Another_document_is_opened_with_its_own_text()
    {
        var editor = Render<CodeEditor>(all => all.Add(it => it.Label, "SQL").Add(it => it.Document, "a").Add(it => it.Value, "select 1"));

        editor.Render(all => all.Add(it => it.Document, "b").Add(it => it.Value, "select 2"));

        Assert.Equal(["b", "select 2"], Assert.Single(part.Invocations["open"]).Arguments);
    }

    [Fact]
    public async Task Completions_are_told_with_where_they_begin()
    {
        var editor = Render<CodeEditor>(all => all.Add(it => it.Label, "SQL").Add(it => it.Complete, (place, _) => Task.FromResult<CodeCompletions?>(
            new CodeCompletions(place.Position - 2, true, [new CodeCompletion("Unit price", "property", "DOUBLE", "\"Unit price\"", Boost: 40)]))));

        var found = await editor.InvokeAsync(() => editor.Instance.CompleteAt("select Un", 9, false));

        Assert.Equal([["7", "1"], ["Unit price", "property", "DOUBLE", "\"Unit price\"", null, "40"]], found);
    }
}
