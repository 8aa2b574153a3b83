using System.Text.RegularExpressions;

namespace Talentys.Ui.Kit;

/// <summary>What people write about models: paragraphs, lists, headings, code and links of Markdown. All else is text.</summary>
public static partial class Markdown
{
    /// <summary>Tells a text apart.</summary>
    public static IReadOnlyList<MarkdownBlock> Blocks(string text)
    {
        var blocks = new List<MarkdownBlock>();
        var open = new List<string>();
        var inCode = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                Close(inCode ? "code" : "paragraph");
                inCode = !inCode;
            }
            else if (inCode)
            {
                open.Add(line);
            }
            else if (line.Trim().Length == 0)
            {
                Close("paragraph");
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                Close("paragraph");
                blocks.Add(new MarkdownBlock("heading", [heading.Groups[1].Value]));
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                Close("paragraph");
                var kind = char.IsDigit(item.Groups[1].Value[0]) ? "numbers" : "list";
                if (blocks.Count == 0 || blocks[^1].Kind != kind)
                {
                    blocks.Add(new MarkdownBlock(kind, []));
                }

                blocks[^1] = blocks[^1] with { Texts = [.. blocks[^1].Texts, item.Groups[2].Value] };
            }
            else if (open.Count == 0 && char.IsWhiteSpace(line[0]) && blocks is [.., { Kind: "list" or "numbers" } last])
            {
                blocks[^1] = last with { Texts = [.. last.Texts.SkipLast(1), $"{last.Texts[^1]} {line.Trim()}"] };
            }
            else
            {
                open.Add(line.Trim());
            }
        }

        Close(inCode ? "code" : "paragraph");
        return blocks;

        void Close(string kind)
        {
            if (open.Count > 0)
            {
                blocks.Add(new MarkdownBlock(kind, [string.Join(kind == "code" ? '\n' : ' ', open)]));
                open.Clear();
            }
        }
    }

    /// <summary>Tells a line apart into plain text, code, strong and stressed words, and links to the web.</summary>
    public static IEnumerable<MarkdownSpan> Spans(string text)
    {
        var at = 0;
        foreach (Match match in Span().Matches(text))
        {
            if (match.Index > at)
            {
                yield return new MarkdownSpan("text", text[at..match.Index]);
            }

            at = match.Index + match.Length;
            yield return match switch
            {
                _ when match.Groups["code"] is { Success: true } code => new MarkdownSpan("code", code.Value),
                _ when match.Groups["strong"] is { Success: true } strong => new MarkdownSpan("strong", strong.Value),
                _ when match.Groups["stressed"] is { Success: true } stressed => new MarkdownSpan("stressed", stressed.Value),
                _ => new MarkdownSpan("link", match.Groups["words"].Value, match.Groups["address"].Value),
            };
        }

        if (at < text.Length)
        {
            yield return new MarkdownSpan("text", text[at..]);
        }
    }

    /// <summary>The words alone, in one line.</summary>
    public static string Plain(string text) => string.Join(' ', Blocks(text).SelectMany(block => block.Texts).Select(line => string.Concat(Spans(line).Select(span => span.Text))));

    [GeneratedRegex(@"^\s{0,3}#{1,6}\s+(.*?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*([-*+]|\d{1,3}[.)])\s+(.+)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"`(?<code>[^`]+)`|\*\*(?<strong>[^*]+)\*\*|(?<![\w*])\*(?<stressed>[^*\s][^*]*)\*(?![\w*])|(?<!\w)_(?<stressed>[^_\s][^_]*)_(?!\w)|\[(?<words>[^\]]+)\]\((?<address>https?://[^)\s]+)\)")]
    private static partial Regex Span();
}

/// <summary>A part of a text in Markdown.</summary>
/// <param name="Kind"><c>paragraph</c>, <c>heading</c>, <c>list</c>, <c>numbers</c> or <c>code</c>.</param>
/// <param name="Texts">Its text; of a list its items.</param>
public sealed record MarkdownBlock(string Kind, IReadOnlyList<string> Texts);

/// <summary>A part of a line.</summary>
/// <param name="Kind"><c>text</c>, <c>code</c>, <c>strong</c>, <c>stressed</c> or <c>link</c>.</param>
/// <param name="Text">Its words.</param>
/// <param name="Address">Of a link where it leads.</param>
public sealed record MarkdownSpan(string Kind, string Text, string? Address = null);
