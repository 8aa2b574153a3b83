using System.Globalization;
using Talentys.Governance.Masks;
using Talentys.Governance.Patterns;
using Talentys.Governance.Subjects;
using Talentys.Kernel;

namespace Talentys.Governance.Policies;

/// <summary>Reads a file of <c>policies/</c> that fits the schema, and finds every fault that the schema cannot tell.</summary>
internal sealed class PolicyReader
{
    private readonly ResourceDocument document;
    private readonly ISqlExpressions expressions;
    private readonly List<Fault> faults = [];
    private readonly FieldReader fields;

    private PolicyReader(ResourceDocument document, ISqlExpressions expressions) =>
        (this.document, this.expressions, fields) = (document, expressions, new FieldReader(document, faults));

    public static (PolicyFile Policy, IReadOnlyList<Fault> Faults) Read(ResourceDocument document, ISqlExpressions expressions)
    {
        var reader = new PolicyReader(document, expressions);
        return (reader.File(), reader.faults);
    }

    private PolicyFile File()
    {
        var root = document.Root;
        Dictionary<string, IReadOnlyList<NamePattern>> tags = new(StringComparer.Ordinal);
        foreach (var tag in (root["tags"] as ResourceNode.Mapping)?.Entries ?? [])
        {
            tags[tag.Key.Text ?? ""] = fields.Patterns(tag.Value, 3, 3);
        }

        List<MaskRule> masks = [.. Rules("masks").Select(Mask).OfType<MaskRule>()];
        List<RowRule> rows = [.. Rules("rows").Select(Row).OfType<RowRule>()];
        return new PolicyFile(document.Name, tags, masks, rows, Groups(root["min_group_size"], tags, masks, rows), [.. Rules("tests").Select(Test).OfType<PolicyTest>()]);
    }

    private IEnumerable<ResourceNode.Mapping> Rules(string field) =>
        (document.Root[field] as ResourceNode.Sequence)?.Items.OfType<ResourceNode.Mapping>() ?? [];

    private MaskRule? Mask(ResourceNode.Mapping rule)
    {
        var before = faults.Count;
        var columns = fields.Patterns(rule["columns"], 3, 3);
        var tag = rule.Text("tag");
        if ((rule["columns"] is null) == (rule["tag"] is null))
        {
            fields.Fault(rule, "governance.mask_target", "A mask is about columns or about a tag.", "Write either columns or tag.");
        }

        var audience = fields.Audience(rule);
        return MaskOf(rule) is { } mask && faults.Count == before ? new MaskRule(columns, tag, mask, audience) : null;
    }

    private Mask? MaskOf(ResourceNode.Mapping rule)
    {
        var named = rule.Entries.Any(entry => entry.Key.Text == "mask");
        if (named == (rule["sql"] is not null))
        {
            fields.Fault(rule, "governance.mask_missing", "The rule does not say one thing to show.", "Write either mask or sql.");
            return null;
        }

        if (!named)
        {
            return fields.Expression(rule["sql"], expressions) is { } expression ? Fits(rule, new Mask(MaskKind.Sql, Expression: expression)) : null;
        }

        // an unquoted null is the mask of that name
        var node = (ResourceNode.Scalar)rule["mask"]!;
        var name = node.Text ?? "null";
        if (!Masks.Mask.Names.TryGetValue(name, out var kind))
        {
            fields.Fault(node, "governance.mask_unknown", $"There is no mask {name}.", $"Use {string.Join(", ", Masks.Mask.Names.Keys)}, or sql with an expression.");
            return null;
        }

        var value = rule.Text("value");
        if (kind == MaskKind.Constant && value is null)
        {
            fields.Fault(rule, "governance.mask_value", "The mask constant needs a value.", "Add value, or use null.");
            return null;
        }

        var keep = rule.Text("keep") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 4;
        return Fits(rule, new Mask(kind, kind == MaskKind.Constant ? value : null, keep));
    }

    private Mask? Fits(ResourceNode.Mapping rule, Mask mask)
    {
        foreach (var (field, kind) in new[] { ("value", MaskKind.Constant), ("keep", MaskKind.Partial) })
        {
            if (rule[field] is { } given && mask.Kind != kind)
            {
                fields.Fault(given, "governance.mask_field", $"The mask {mask.Name} takes no {field}.", "Delete the line.");
            }
        }

        if (rule.Text("value")?.Contains('\0', StringComparison.Ordinal) is true)
        {
            fields.Fault(rule["value"]!, "governance.mask_value", "The value holds a NUL character.", "Leave it out.");
        }

        return mask;
    }

    private RowRule? Row(ResourceNode.Mapping rule)
    {
        var before = faults.Count;
        var on = fields.Patterns(rule["on"], 2, 2);
        var keep = fields.Expression(rule["keep"], expressions);
        var audience = fields.Audience(rule);
        return keep is not null && faults.Count == before ? new RowRule(on, rule.Text("having"), keep, audience) : null;
    }

    /// <summary>A number alone is about the tables that the file's other rules are about.</summary>
    private GroupRule? Groups(
        ResourceNode? node, Dictionary<string, IReadOnlyList<NamePattern>> tags, IReadOnlyList<MaskRule> masks, IReadOnlyList<RowRule> rows)
    {
        switch (node)
        {
            case ResourceNode.Mapping rule:
                return new GroupRule(int.Parse(rule.Text("size")!, CultureInfo.InvariantCulture), fields.Patterns(rule["on"], 2, 2), fields.Audience(rule));
            case ResourceNode.Scalar { Text: { } size }:
                List<NamePattern> on = [.. rows.SelectMany(row => row.On), .. masks.SelectMany(mask => mask.Columns), .. tags.Values.SelectMany(tag => tag)];
                if (on.Count == 0)
                {
                    fields.Fault(node, "governance.group_target", "The least group size is about no table.", "Write {size: 5, on: [\"schema.table\"]}, or masks or rows beside it.");
                }

                return new GroupRule(int.Parse(size, CultureInfo.InvariantCulture), on, new Audience(null, []));
            default:
                return null;
        }
    }

    private PolicyTest? Test(ResourceNode.Mapping test)
    {
        var expected = test.Entries.FirstOrDefault(entry => entry.Key.Text == "expect")?.Value;
        var fails = test.Text("fails");
        if ((expected is null) == (fails is null))
        {
            fields.Fault(test, "governance.test_expects", "The test does not say one thing to expect.", "Write either expect or fails.");
            return null;
        }

        return new PolicyTest(document.Name, fields.PlaceOf(test), test.Text("as")!, test.Text("sql")!, expected is null ? null : Cells(expected), fails);
    }

    private static IReadOnlyList<IReadOnlyList<string?>> Cells(ResourceNode node) => node is ResourceNode.Sequence rows
        ? [.. rows.Items.Select(row => row is ResourceNode.Sequence cells ? cells.Items.Select(Cell).ToList() : [Cell(row)])]
        : [[Cell(node)]];

    private static string? Cell(ResourceNode node) => (node as ResourceNode.Scalar)?.Text;
}
