using System.Text;
using Talentys.Jinja.Running;

namespace Talentys.Jinja.Public;

/// <summary>A template cannot be read, or failed while it ran.</summary>
public sealed class JinjaException : Exception
{
    private object? last;

    /// <summary>A failure whose place is not known yet.</summary>
    /// <param name="kind">Python's name of the error: <c>TypeError</c>, <c>UndefinedError</c>, <c>TemplateSyntaxError</c>.</param>
    /// <param name="message">What is wrong, as Python or Jinja says it.</param>
    /// <param name="inner">What caused it.</param>
    public JinjaException(string kind, string message, Exception? inner = null)
        : base(message, inner) => Kind = kind;

    /// <summary>Python's name of the error.</summary>
    public string Kind { get; }

    /// <summary>Where it happened, innermost first.</summary>
    public IReadOnlyList<JinjaPlace> Places { get; private set; } = [];

    /// <summary>The innermost place; null when it is not known.</summary>
    public JinjaPlace? Place => Places is [var first, ..] ? first : null;

    /// <summary>The message with the places: one line each.</summary>
    public string Describe()
    {
        var text = new StringBuilder(Message);
        foreach (var place in Places)
        {
            text.Append("\n  in ").Append(place);
        }

        return text.ToString();
    }

    /// <summary>Notes where it passes: the innermost line of each template and macro.</summary>
    internal void Passes(Frame frame, int line)
    {
        if (!ReferenceEquals(last, frame))
        {
            last = frame;
            At(frame.Place(line));
        }
    }

    /// <summary>Names the template of places that were noted before it was known.</summary>
    internal JinjaException In(string template)
    {
        Places = [.. Places.Select(place => place.Template.Length == 0 ? place with { Template = template } : place)];
        return this;
    }

    internal JinjaException At(JinjaPlace place)
    {
        // a recursion without end leaves its beginning and its end
        const int Most = 50;
        if (Places.Count < Most)
        {
            Places = [.. Places, place];
        }

        return this;
    }
}
