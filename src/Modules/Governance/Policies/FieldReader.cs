using Talentys.Governance.Patterns;
using Talentys.Governance.Subjects;
using Talentys.Kernel;

namespace Talentys.Governance.Policies;

/// <summary>Reads fields that several rules have, and collects what is wrong with them.</summary>
internal sealed class FieldReader(ResourceDocument document, List<Fault> faults)
{
    private const int LongestSql = 4_000;

    /// <summary>The texts of a field that holds one or a list; null when it is not there.</summary>
    public static IReadOnlyList<ResourceNode.Scalar>? Texts(ResourceNode? node) => node switch
    {
        null => null,
        ResourceNode.Sequence list => [.. list.Items.OfType<ResourceNode.Scalar>()],
        ResourceNode.Scalar one => [one],
        _ => [],
    };

    public void Fault(ResourceNode node, string code, string message, string? mend = null) => faults.Add(document.FaultAt(node, code, message, mend));

    public string PlaceOf(ResourceNode node) => document.PlaceOf(node);

    /// <summary>Patterns of a field.</summary>
    public IReadOnlyList<NamePattern> Patterns(ResourceNode? node, int least, int most)
    {
        List<NamePattern> patterns = [];
        foreach (var text in Texts(node) ?? [])
        {
            var (pattern, wrong) = NamePattern.Read(text.Text ?? "", least, most);
            if (pattern is not null)
            {
                patterns.Add(pattern);
            }
            else
            {
                Fault(text, "governance.pattern_invalid", wrong!,
                    most == 2 ? "Write schema.table; * stands for any letters." : least == 3 ? "Write schema.table.column; * stands for any letters." : "Write schema.table or schema.table.column; * stands for any letters.");
            }
        }

        if (node is ResourceNode.Sequence { Items.Count: 0 })
        {
            Fault(node, "governance.pattern_missing", "The list is empty, so that the rule is about nothing.", "Name something, or delete the rule.");
        }

        return patterns;
    }

    /// <summary>Who is meant by <c>to</c> and <c>except</c> of a rule.</summary>
    public Audience Audience(ResourceNode.Mapping rule) => new(rule["to"] is null ? null : Subjects(rule["to"]), Subjects(rule["except"]));

    /// <summary>Subjects of a field.</summary>
    public IReadOnlyList<Subject> Subjects(ResourceNode? node)
    {
        List<Subject> subjects = [];
        foreach (var text in Texts(node) ?? [])
        {
            if (Subject.Read(text.Text ?? "") is { } subject)
            {
                subjects.Add(subject);
            }
            else
            {
                Fault(text, "governance.subject_invalid", $"{text.Text} is nobody that a rule can be about.",
                    "Write group:NAME, user:NAME, service:NAME, role:administrator, role:engineer, role:reader or everyone.");
            }
        }

        if (node is ResourceNode.Sequence { Items.Count: 0 })
        {
            Fault(node, "governance.subject_missing", "The list is empty.", "Name somebody, or delete the line.");
        }

        return subjects;
    }

    /// <summary>An expression; null when it is wrong.</summary>
    public SqlExpression? Expression(ResourceNode? node, ISqlExpressions expressions)
    {
        if (node is not ResourceNode.Scalar { Text: { Length: > 0 } text })
        {
            if (node is not null)
            {
                Fault(node, "governance.sql_missing", "The expression is empty.");
            }

            return null;
        }

        if (text.Length > LongestSql)
        {
            Fault(node, "governance.sql_too_long", $"The expression is longer than {LongestSql} characters.", "Make it simpler, or put it into a column of the table.");
            return null;
        }

        var read = expressions.Read(text);
        foreach (var fault in read.Faults)
        {
            // where in the expression: quotes and folded lines keep it from being a place in the file
            var where = fault.Place is null ? fault.Message : $"{fault.Message.TrimEnd('.')} ({fault.Place} of the expression).";
            faults.Add(fault with { Place = PlaceOf(node), Message = where });
        }

        return read.Ok ? read.Value : null;
    }
}
