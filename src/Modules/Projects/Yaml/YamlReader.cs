using Talentys.Kernel;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Talentys.Projects.Yaml;

/// <summary>Reads one YAML document into nodes that know their place. Never throws on what a file may hold.</summary>
internal sealed class YamlReader
{
    private readonly string path;
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly List<Fault> faults = [];

    private YamlReader(string text, string path)
    {
        this.path = path;
        scanner = new Scanner(new StringReader(text));
        parser = new Parser(scanner);
    }

    /// <summary>Reads a document; an empty one is a mapping without entries.</summary>
    /// <returns>The mapping, as far as it could be read, and every fault of its form.</returns>
    internal static (ResourceNode.Mapping? Root, IReadOnlyList<Fault> Faults) Read(string text, string path)
    {
        var reader = new YamlReader(text, path);
        try
        {
            return (reader.Document(), reader.faults);
        }
        catch (FaultException refused)
        {
            return (null, [.. reader.faults, .. refused.Faults]);
        }
        catch (YamlException malformed)
        {
            return (null, [.. reader.faults, YamlFaults.Malformed(malformed.Start, malformed.End, malformed.Message, text, path)]);
        }
        catch (Exception lost) when (lost is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // the parser has no words of its own for some malformed texts, such as a bracket that is never closed
            var mark = reader.scanner.CurrentPosition;
            return (null, [.. reader.faults, YamlFaults.Malformed(mark, mark, "it ends or goes on where nothing fits", text, path)]);
        }
    }

    private ResourceNode.Mapping? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return new ResourceNode.Mapping([], 1, 1);
        }

        var root = Node(1);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            throw Refuse(second.Start, "projects.several_documents", "The file holds several documents.", "Write each resource in a file of its own.");
        }

        switch (root)
        {
            case ResourceNode.Mapping mapping:
                return mapping;
            case ResourceNode.Scalar { Text: null }:
                return new ResourceNode.Mapping([], 1, 1);
            default:
                throw new FaultException(Fault.Invalid(
                    "projects.not_a_mapping", "The file does not hold keys and values.", $"{path}:{root.Line}:{root.Column}",
                    "Write lines of the form 'key: value'."));
        }
    }

    private ResourceNode Node(int depth)
    {
        var next = parser.Consume<ParsingEvent>();
        if (depth > YamlLimits.Depth)
        {
            throw Refuse(next.Start, "projects.too_deep", $"The values are nested deeper than {YamlLimits.Depth} levels.", null);
        }

        if (next is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
        {
            faults.Add(FaultOf(next.Start, "projects.tag", "Tags such as !!str are not supported.", "Delete the tag; put a text in quotes."));
        }

        return next switch
        {
            Scalar scalar => Value(scalar),
            SequenceStart start => List(start, depth),
            MappingStart start => Map(start, depth),
            AnchorAlias alias => throw Refuse(
                alias.Start, "projects.alias", "Aliases (*name) are not supported.", "Write the value out where it is needed."),
            _ => throw Refuse(next.Start, "projects.yaml", "The YAML is not well-formed.", null),
        };
    }

    private ResourceNode.Sequence List(SequenceStart start, int depth)
    {
        List<ResourceNode> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        return new ResourceNode.Sequence(items, Line(start.Start), Column(start.Start));
    }

    private ResourceNode.Mapping Map(MappingStart start, int depth)
    {
        List<ResourceNode.Entry> entries = [];
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Key();
            var value = Node(depth + 1);
            if (lines.TryAdd(key.Text!, key.Line))
            {
                entries.Add(new ResourceNode.Entry(key, value));
                continue;
            }

            faults.Add(Fault.Invalid(
                "projects.duplicate_key", $"The key '{key.Text}' is there twice, first in line {lines[key.Text!]}.",
                $"{path}:{key.Line}:{key.Column}", "Keep one of them."));
        }

        return new ResourceNode.Mapping(entries, Line(start.Start), Column(start.Start));
    }

    private ResourceNode.Scalar Key()
    {
        if (parser.TryConsume<Scalar>(out var key))
        {
            return new ResourceNode.Scalar(key.Value, !IsPlain(key), Line(key.Start), Column(key.Start));
        }

        throw Refuse(parser.Current?.Start ?? Mark.Empty, "projects.key", "A key must be a text.", "Put it in quotes if it begins with a sign.");
    }

    private static ResourceNode.Scalar Value(Scalar scalar)
    {
        var isNull = IsPlain(scalar) && scalar.Value is "" or "~" or "null";
        return new ResourceNode.Scalar(isNull ? null : scalar.Value, !IsPlain(scalar), Line(scalar.Start), Column(scalar.Start));
    }

    private static bool IsPlain(Scalar scalar) => scalar.Style is ScalarStyle.Plain or ScalarStyle.Any;

    private FaultException Refuse(Mark mark, string code, string message, string? mend) => new(FaultOf(mark, code, message, mend));

    private Fault FaultOf(Mark mark, string code, string message, string? mend) =>
        Fault.Invalid(code, message, $"{path}:{Line(mark)}:{Column(mark)}", mend);

    private static int Line(Mark mark) => (int)Math.Max(1, mark.Line);

    private static int Column(Mark mark) => (int)Math.Max(1, mark.Column);
}
