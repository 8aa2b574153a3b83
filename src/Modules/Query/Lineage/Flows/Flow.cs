using Talentys.Query.Public;

namespace Talentys.Query.Lineage.Flows;

/// <summary>Where a value comes from: the columns in it, by the strongest thing that happened to them, and what else had a say.</summary>
internal sealed record Flow(SourceSet Copied, SourceSet Computed, SourceSet Aggregated, LineageKind Kind, Influence Influence)
{
    /// <summary>Made of no column.</summary>
    public static Flow Constant { get; } = new(SourceSet.Empty, SourceSet.Empty, SourceSet.Empty, LineageKind.Computed, Influence.None);

    /// <summary>A NULL as written: beside another value it adds nothing.</summary>
    public static Flow Null { get; } = Constant with { };

    /// <summary>No value yet; the neutral one of <see cref="Or"/>.</summary>
    public static Flow Nothing { get; } = Constant with { Kind = LineageKind.Copied };

    public SourceSet Values => Copied.Union(Computed).Union(Aggregated);

    public static Flow Of(int source) => Nothing with { Copied = SourceSet.Of(source) };

    /// <summary>A value computed from others.</summary>
    public static Flow From(IEnumerable<Flow> parts)
    {
        var all = Constant;
        foreach (var part in parts)
        {
            all = all.Join(part);
        }

        return all;
    }

    /// <summary>This value after something was done to it.</summary>
    public Flow Changed() => Kind == LineageKind.Copied ? Constant.Join(this) : this;

    public Flow Aggregate() => new(SourceSet.Empty, SourceSet.Empty, Values, LineageKind.Aggregated, Influence);

    /// <summary>The columns without their value: how an EXISTS depends on them.</summary>
    public Flow Under(Influence influence) => influence.IsNone ? this : this with { Influence = Influence.And(influence) };

    /// <summary>In one row this value, in another that.</summary>
    public Flow Or(Flow other) =>
        ReferenceEquals(other, Null) || ReferenceEquals(this, other) ? this
        : ReferenceEquals(this, Null) ? other
        : new Flow(
            Copied.Union(other.Copied), Computed.Union(other.Computed), Aggregated.Union(other.Aggregated),
            (LineageKind)Math.Max((int)Kind, (int)other.Kind), Influence.And(other.Influence));

    public bool Covers(Flow other) => Kind >= other.Kind && Copied.Covers(other.Copied) && Computed.Covers(other.Computed)
        && Aggregated.Covers(other.Aggregated) && Influence.Covers(other.Influence);

    private Flow Join(Flow part) => new(
        SourceSet.Empty, Computed.Union(part.Copied).Union(part.Computed), Aggregated.Union(part.Aggregated),
        (LineageKind)Math.Max((int)Kind, (int)part.Kind), Influence.And(part.Influence));
}
