using System.Text.RegularExpressions;

namespace Talentys.Jinja.Filters;

/// <summary>Breaks a line into lines of a width, at blanks and behind hyphens.</summary>
internal static partial class Wrapping
{
    public static IEnumerable<string> Lines(string text, int width, bool breakLong, bool breakOnHyphens)
    {
        if (text.Length == 0)
        {
            yield break;
        }

        var chunks = new Queue<string>((breakOnHyphens ? WithHyphens() : AtBlanks()).Matches(text).Select(match => match.Value));
        var carried = "";
        var isFirst = true;
        while (carried.Length > 0 || chunks.Count > 0)
        {
            var line = "";
            if (carried.Length == 0 && !isFirst && string.IsNullOrWhiteSpace(chunks.Peek()))
            {
                chunks.Dequeue();
                continue;
            }

            while (Next() is { } chunk && line.Length + chunk.Length <= width)
            {
                line += chunk;
                Take();
            }

            if (Next() is { } tooLong && tooLong.Length > width)
            {
                var room = Math.Max(1, width - line.Length);
                if (breakLong && width > 0)
                {
                    line += tooLong[..room];
                    Take();
                    carried = tooLong[room..];
                }
                else if (line.Length == 0)
                {
                    line = tooLong;
                    Take();
                }
            }

            isFirst = false;
            yield return line.TrimEnd(' ', '\t');
        }

        string? Next() => carried.Length > 0 ? carried : chunks.TryPeek(out var next) ? next : null;

        void Take()
        {
            if (carried.Length > 0)
            {
                carried = "";
            }
            else
            {
                chunks.Dequeue();
            }
        }
    }

    [GeneratedRegex(@"\s+|[^\s]*?[\w!""'&.,?]-(?=\w)|[^\s]+")]
    private static partial Regex WithHyphens();

    [GeneratedRegex(@"\s+|[^\s]+")]
    private static partial Regex AtBlanks();
}
