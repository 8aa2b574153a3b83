using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Sql;

/// <summary>What the editor tells of a place of a statement, in the words of the page.</summary>
public sealed class SqlCompletion(SqlHelpClient help, SqlWorkspace work, Words words)
{
    /// <summary>Completes at a place; null for nothing. What cannot be asked is not proposed: running tells what is wrong.</summary>
    public async Task<CodeCompletions?> CompleteAsync(CodePlace place, CancellationToken cancellationToken)
    {
        try
        {
            var found = await help.CompleteAsync(Request(place), cancellationToken);
            return found.Items.Count == 0 ? null : new CodeCompletions(found.From, found.IsWhole, [.. found.Items.Select(Item)]);
        }
        catch (ApiException)
        {
            return null;
        }
    }

    /// <summary>What the name at a place is; null where nothing is known of it.</summary>
    public async Task<CodeHint?> DescribeAsync(CodePlace place, CancellationToken cancellationToken)
    {
        try
        {
            return await help.DescribeAsync(Request(place), cancellationToken) is { } told
                ? new CodeHint(told.From, told.To, told.Kind == "function" ? told.Signatures[0] : told.Name, Detail(told), [.. Lines(told)], null)
                : null;
        }
        catch (ApiException)
        {
            return null;
        }
    }

    /// <summary>The call that a place is inside of; null outside of calls.</summary>
    public async Task<CodeHint?> CallAsync(CodePlace place, CancellationToken cancellationToken)
    {
        try
        {
            return await help.CallAsync(Request(place), cancellationToken) is { } call
                ? new CodeHint(call.From, call.From, call.Signatures[Best(call)], call.Signatures.Count > 1 ? words.Count(call.Signatures.Count - 1, "{0} other way", "{0} other ways") : null,
                    call.Description is { } text ? [text] : [], call.Argument)
                : null;
        }
        catch (ApiException)
        {
            return null;
        }
    }

    private SqlPlaceRequest Request(CodePlace place) => new(place.Text, place.Position, work.As);

    private CodeCompletion Item(SqlProposal item) => new(
        item.Label, Kind(item.Kind), Detail(item), item.Insert == item.Label ? null : item.Insert,
        item.Mask is { } mask ? $"{words["You see it masked ({0}).", mask]}{(item.Description is { } text ? " " + text : "")}" : item.Description, item.Rank);

    private string? Detail(SqlProposal item) => item.Kind switch
    {
        "column" => string.Join(" · ", ((string?[])[item.Detail, item.Of, item.Mask is null ? null : words["masked"]]).Where(part => !string.IsNullOrEmpty(part))),
        "view" => $"{item.Detail} · {words["view"]}",
        "query" => "with",
        _ => item.Detail,
    };

    private string? Detail(SqlDescription told) => told.Kind switch
    {
        "table" => words["table, {0} columns", told.Detail ?? "?"],
        "view" => words["view, {0} columns", told.Detail ?? "?"],
        "query" => "with",
        "function" => told.Signatures.Count > 1 ? words.Count(told.Signatures.Count - 1, "{0} other way", "{0} other ways") : null,
        _ => told.Detail,
    };

    private IEnumerable<string> Lines(SqlDescription told)
    {
        if (told.Mask is { } mask)
        {
            yield return words["You see it masked ({0}).", mask];
        }

        if (told.Description is { Length: > 0 } text)
        {
            yield return text;
        }
    }

    // the way that has room for the argument
    private static int Best(SqlCallSignature call)
    {
        for (var i = 0; i < call.Signatures.Count; i++)
        {
            if (call.Signatures[i].Count(letter => letter == ',') >= call.Argument)
            {
                return i;
            }
        }

        return 0;
    }

    private static string Kind(string kind) => kind switch
    {
        "column" => "property",
        "table" or "view" or "query" => "class",
        "schema" => "namespace",
        "alias" => "variable",
        "condition" => "text",
        _ => kind,
    };
}
