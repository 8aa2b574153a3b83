namespace Talentys.Samples.Company;

/// <summary>Counts what is written.</summary>
internal sealed class Tally
{
    public SortedDictionary<string, long> Rows { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> Dirt { get; } = new(StringComparer.Ordinal);

    public void Row(string stream) => Rows[stream] = Rows.GetValueOrDefault(stream) + 1;

    public void Fault(string name) => Dirt[name] = Dirt.GetValueOrDefault(name) + 1;
}
