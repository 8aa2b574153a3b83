using System.Text;

namespace Talentys.Ui.Features.Sources;

/// <summary>Places of fields as the server names them: <c>streams.orders.columns.include[0]</c>, <c>streams["a.b"].read</c>.</summary>
public static class FieldPlace
{
    /// <summary>Place of a key in an object.</summary>
    public static string Of(string parent, string key)
    {
        var plain = key.Length > 0 && key.AsSpan().IndexOfAny(".[]\"") < 0;
        return plain
            ? parent.Length == 0 ? key : $"{parent}.{key}"
            : $"{parent}[\"{key.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]";
    }

    /// <summary>Whether a place is in another, or is it.</summary>
    public static bool IsIn(string place, string parent) =>
        place == parent || (place.StartsWith(parent, StringComparison.Ordinal) && place[parent.Length] is '.' or '[');

    /// <summary>The keys and numbers of a place.</summary>
    public static IReadOnlyList<string> Parts(string place)
    {
        List<string> parts = [];
        for (var i = 0; i < place.Length;)
        {
            if (place[i] == '.')
            {
                i++;
            }
            else if (place[i] == '[' && i + 1 < place.Length && place[i + 1] == '"')
            {
                var text = new StringBuilder();
                for (i += 2; i < place.Length && place[i] != '"'; i++)
                {
                    i += place[i] == '\\' && i + 1 < place.Length ? 1 : 0;
                    text.Append(place[i]);
                }

                parts.Add(text.ToString());
                i += 2;
            }
            else
            {
                var number = place[i] == '[';
                var from = number ? i + 1 : i;
                var end = place.IndexOfAny(number ? [']'] : ['.', '['], from);
                end = end < 0 ? place.Length : end;
                parts.Add(place[from..end]);
                i = number ? end + 1 : end;
            }
        }

        return parts;
    }
}
