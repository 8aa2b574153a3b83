using System.Text;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary><c>lipsum()</c>: text that means nothing.</summary>
internal static class Lipsum
{
    private static readonly string[] Words =
    [
        "lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "do", "eiusmod", "tempor", "incididunt", "ut",
        "labore", "et", "dolore", "magna", "aliqua", "enim", "ad", "minim", "veniam", "quis", "nostrud", "exercitation", "ullamco", "laboris",
    ];

    public static object? Text(JinjaArguments arguments)
    {
        var bound = arguments.Bind("lipsum", "n?", "html?", "min?", "max?");
        var (count, html, least, most) = (Int(bound[0], 5), ReferenceEquals(bound[1], JinjaArguments.Missing) || Sequences.IsTrue(bound[1]), Int(bound[2], 20), Int(bound[3], 100));
        var random = new Random(count);
        var paragraphs = Enumerable.Range(0, Math.Clamp(count, 0, 1000)).Select(_ =>
        {
            var text = new StringBuilder();
            for (var words = random.Next(Math.Max(1, least), Math.Max(2, most)); words > 0; words--)
            {
                text.Append(text.Length == 0 ? "" : " ").Append(Words[random.Next(Words.Length)]);
            }

            text[0] = char.ToUpperInvariant(text[0]);
            return text.Append('.').ToString();
        });
        return html ? string.Join("\n", paragraphs.Select(paragraph => $"<p>{paragraph}</p>")) : string.Join("\n\n", paragraphs);
    }

    private static int Int(object? value, int otherwise) => ReferenceEquals(value, JinjaArguments.Missing) ? otherwise : Numbers.Index(value);
}
