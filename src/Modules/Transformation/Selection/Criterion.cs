using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Transformation.Selection;

/// <summary>One part of a selection: by what nodes are found, and which of their neighbours come along.</summary>
internal sealed partial record Criterion(string? Method, string Value)
{
    /// <summary>How many levels above; null for none.</summary>
    public int? Parents { get; init; }

    /// <summary>How many levels below; null for none.</summary>
    public int? Children { get; init; }

    /// <summary>All below, and all that those need.</summary>
    public bool ChildrensParents { get; init; }

    /// <summary>Which tests come along; null for what the command says.</summary>
    public string? Indirect { get; init; }

    /// <summary>Reads one as the command line has it: <c>2+tag:nightly+</c>.</summary>
    /// <exception cref="FaultException">It cannot be read.</exception>
    public static Criterion Read(string text, string place)
    {
        var match = Form().Match(text);
        if (!match.Success || (match.Groups["at"].Success && match.Groups["children"].Success))
        {
            throw new FaultException(Fault.Invalid("dbt.selection_invalid", $"The selection {text} cannot be read.", place, "Write a name, method:value, or one with +, n+ or @ before it and +n behind it."));
        }

        return new Criterion(match.Groups["method"].Success ? match.Groups["method"].Value : null, match.Groups["value"].Value)
        {
            Parents = match.Groups["parents"].Success ? Depth(match.Groups["up"].Value) : null,
            Children = match.Groups["children"].Success ? Depth(match.Groups["down"].Value) : null,
            ChildrensParents = match.Groups["at"].Success,
        };
    }

    public static int Depth(string? digits) => int.TryParse(digits, CultureInfo.InvariantCulture, out var depth) ? depth : int.MaxValue;

    [GeneratedRegex(@"^(?<at>@)?(?<parents>(?<up>\d*)\+)?((?<method>[\w.]+):)?(?<value>.*?)(?<children>\+(?<down>\d*))?$")]
    private static partial Regex Form();
}
