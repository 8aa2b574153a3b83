using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Bunit;
using Talentys.Contracts;
using Talentys.Ui.Features.Sources;

namespace Talentys.Ui.Tests.Sources;

public sealed class SchemaFormTests : PageContext
{
    private const string Schema = """
        {
          "type": "object", "required": ["type", "path"], "additionalProperties": false,
          "properties": {
            "type": {"const": "files"},
            "path": {"type": "string", "title": "Path", "description": "Folder or file.", "examples": ["./drop/"], "x-group": "basic"},
            "read": {"type": "string", "enum": ["full", "incremental"], "default": "full", "title": "Read"},
            "limit": {"type": ["string", "integer"], "title": "Limit"},
            "skip": {"type": "integer", "title": "Skip"},
            "header": {"type": "boolean", "title": "Header"},
            "tags": {"type": "array", "title": "Tags", "items": {"type": "string"}},
            "csv": {"type": "object", "title": "CSV", "properties": {"delimiter": {"type": "string", "title": "Delimiter"}}},
            "streams": {"type": "object", "title": "Streams", "additionalProperties": {"$ref": "#/$defs/stream"}},
            "types": {"type": "object", "title": "Types", "additionalProperties": {"type": "string"}},
            "on_change": {"type": "string", "enum": ["evolve", "freeze"], "title": "On change", "x-group": "advanced"}
          },
          "$defs": {"stream": {"type": ["object", "null"], "properties": {
            "files": {"type": "string", "title": "Files"},
            "columns": {"type": "object", "title": "Columns", "properties": {"include": {"type": "array", "title": "Only these", "items": {"type": "string"}}}}
          }}}
        }
        """;

    [Fact]
    public void Typing_fills_the_content_in_the_order_of_the_schema_and_with_the_types_it_asks_for()
    {
        var (form, page) = Show("""{"type": "files"}""");
        Field(page, "Header").Change("false");
        Field(page, "Skip").Input("3");
        Field(page, "Limit").Input("1%");
        Field(page, "Path").Input("./drop/");
        Assert.Equal("""{"type":"files","path":"./drop/","limit":"1%","skip":3,"header":false}""", form.Content.ToJsonString());

        Field(page, "Limit").Input("100");
        Field(page, "Header").Change("");
        Assert.Equal("""{"type":"files","path":"./drop/","limit":100,"skip":3}""", form.Content.ToJsonString());
    }

    [Fact]
    public void What_does_not_fit_stays_as_it_was_typed()
    {
        var (form, page) = Show("{}");
        Field(page, "Skip").Input("three");
        Assert.Equal("""{"skip":"three"}""", form.Content.ToJsonString());
        Assert.Equal("three", Field(page, "Skip").GetAttribute("value"));
    }

    [Fact]
    public void A_nested_object_comes_with_its_first_value_and_goes_with_its_last()
    {
        var (form, page) = Show("{}");
        Unfold(page, "CSV");
        Field(page, "Delimiter").Input(";");
        Assert.Equal("""{"csv":{"delimiter":";"}}""", form.Content.ToJsonString());
        Field(page, "Delimiter").Input("");
        Assert.Equal("{}", form.Content.ToJsonString());
    }

    [Fact]
    public void Streams_are_added_renamed_in_their_place_and_removed()
    {
        var (form, page) = Show("""{"streams": {"a": null, "b": {"files": "b.csv"}}}""");
        page.Find("[aria-label='Streams: new name']").Input("c");
        Button(page, "Add · Streams").Click();
        Unfold(page, "a");
        Field(page, "Name").Change("first");
        Assert.Equal("""{"streams":{"first":null,"b":{"files":"b.csv"},"c":{}}}""", form.Content.ToJsonString());

        Field(page, "Name").Change("b");
        Assert.Contains("Every name is there once", page.Markup, StringComparison.Ordinal);
        Field(page, "Files").Input("a*.csv");
        Assert.Equal("""{"files":"a*.csv"}""", form.Content["streams"]!["first"]!.ToJsonString());

        page.Find("[aria-label='Remove first']").Click();
        Assert.Equal(["b", "c"], form.Content["streams"]!.AsObject().Select(stream => stream.Key));
    }

    [Fact]
    public void Lists_and_maps_of_texts_are_edited_item_by_item()
    {
        var (form, page) = Show("""{"tags": ["x"], "types": {"zip": "VARCHAR"}}""");
        Button(page, "Add · Tags").Click();
        page.Find("[aria-label='Tags, number 2']").Input("y");
        page.Find("[aria-label='Remove x']").Click();
        page.Find("[aria-label='Types: value of zip']").Input("INTEGER");
        Assert.Equal("""{"tags":["y"],"types":{"zip":"INTEGER"}}""", form.Content.ToJsonString());
    }

    [Fact]
    public void Faults_are_shown_at_their_field_and_open_what_is_folded()
    {
        var (form, page) = Show("""{"path": "x", "streams": {"a.b": {"columns": {"include": ["q"]}}}}""", showAll: true);
        form.Faults =
        [
            new ProblemFault("x", "There is no such folder.", "path", "Look at the path."),
            new ProblemFault("x", "No column q.", "streams[\"a.b\"].columns.include[0]", null),
            new ProblemFault("x", "Possible are evolve and freeze.", "on_change", null),
            new ProblemFault("x", "The key 'odd' is not known here.", "odd", null),
        ];
        page.Render();
        Assert.Equal("true", Field(page, "Path").GetAttribute("aria-invalid"));
        Assert.Contains("There is no such folder. Look at the path.", page.Find($"#{Field(page, "Path").Id}-fault").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", Field(page, "On change").GetAttribute("aria-invalid"));
        Assert.Contains(page.FindAll(".t-hint.error"), hint => hint.TextContent.StartsWith("No column q.", StringComparison.Ordinal));
        Assert.Contains("The key 'odd' is not known here.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_form_does_not_begin_with_reproaches()
    {
        var (form, page) = Show("{}");
        form.Faults = [new ProblemFault("projects.missing_key", "The key 'path' is missing.", "path", null)];
        page.Render();
        Assert.Empty(page.FindAll(".t-hint.error"));

        Field(page, "Path").Input("x");
        Field(page, "Path").Input("");
        Assert.Single(page.FindAll(".t-hint.error"));
    }

    [Fact]
    public void Keys_that_the_schema_does_not_know_are_kept()
    {
        var (form, page) = Show("""{"path": "x", "later": {"a": [1, {"b": null}]}}""");
        Field(page, "Path").Input("y");
        Assert.Equal("""{"path":"y","later":{"a":[1,{"b":null}]}}""", form.Content.ToJsonString());
    }

    [Fact]
    public void A_form_to_look_at_lets_nothing_be_changed()
    {
        var (_, page) = Show("""{"path": "x", "tags": ["t"], "streams": {"a": {}}}""", readOnly: true);
        Assert.All(page.FindAll("input"), input => Assert.True(input.HasAttribute("readonly")));
        Assert.All(page.FindAll("select"), select => Assert.True(select.HasAttribute("disabled")));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Contains("Add", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("streams.orders.read", "streams|orders|read")]
    [InlineData("streams[\"a.b\"].columns.include[0]", "streams|a.b|columns|include|0")]
    [InlineData("types[\"say \\\"x\\\"\"]", "types|say \"x\"")]
    [InlineData("path", "path")]
    public void Places_are_read_as_the_server_writes_them(string place, string parts) =>
        Assert.Equal(parts.Split('|'), FieldPlace.Parts(place));

    [Theory]
    [InlineData("./drop/erp/", "erp")]
    [InlineData("/data/Été 2024/*.csv", "ete_2024")]
    [InlineData("stock/dt=*/*.parquet", "stock")]
    [InlineData("./orders.csv.gz", "orders")]
    [InlineData("2024", "s_2024")]
    [InlineData("..", "")]
    [InlineData("", "")]
    public void The_name_of_a_source_is_suggested_by_its_folder(string path, string name) => Assert.Equal(name, NewSourcePage.Suggestion(path));

    private (FormState Form, IRenderedComponent<SchemaForm> Page) Show(string content, bool readOnly = false, bool showAll = false)
    {
        using var schema = JsonDocument.Parse(Schema);
        var form = new FormState
        {
            Schema = SchemaNode.Of(schema.RootElement.Clone()),
            Content = (JsonObject)JsonNode.Parse(content)!,
            ReadOnly = readOnly,
            ShowAll = showAll,
        };
        var page = Render<SchemaForm>(parameters => parameters.Add(component => component.Form, form));
        form.Changed += () => page.Render();
        return (form, page);
    }

    private static IElement Field(IRenderedComponent<SchemaForm> page, string title) =>
        page.Find("#" + page.FindAll("label").First(label => label.TextContent.TrimEnd(' ', '*') == title).GetAttribute("for"));

    private static IElement Button(IRenderedComponent<SchemaForm> page, string text) =>
        page.FindAll("button").First(button => button.TextContent.Trim() == text);

    private static void Unfold(IRenderedComponent<SchemaForm> page, string title) =>
        page.FindAll(".t-fold-head").First(head => head.QuerySelector(".t-fold-title")!.TextContent == title).Click();
}
