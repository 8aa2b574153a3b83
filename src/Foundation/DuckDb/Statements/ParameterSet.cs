using System.Globalization;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Statements;

/// <summary>The values that a statement is run with.</summary>
internal sealed record ParameterSet(IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    private static readonly Dictionary<string, object?> NoNames = [];

    public static ParameterSet None { get; } = new([], NoNames);

    public static ParameterSet Of(IReadOnlyList<object?> positional) => new(positional, NoNames);

    /// <summary>Binds what the statement asks for.</summary>
    public unsafe void Bind(nint prepared)
    {
        var count = DuckNative.ParameterCount(prepared);
        for (ulong index = 1; index <= count; index++)
        {
            var name = NativeText.Take(DuckNative.ParameterName(prepared, index));
            ParameterBinder.Bind(prepared, index, name, ValueOf(name));
        }
    }

    private object? ValueOf(string name)
    {
        if (Named.TryGetValue(name, out var value))
        {
            return value;
        }

        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw EngineFaults.Wrong($"The statement has a parameter ${name}, for which there is no value.");
        }

        return number <= Positional.Count
            ? Positional[number - 1]
            : throw EngineFaults.Wrong($"The statement has a parameter ${number}, but only {Positional.Count} values were given.");
    }
}
