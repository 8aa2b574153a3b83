using Talentys.Jinja.Values;

namespace Talentys.Jinja.Public;

/// <summary>What a call gives: values by place and by name.</summary>
public sealed class JinjaArguments
{
    private static readonly Dictionary<string, object?> NoNames = [];

    /// <summary>Values for a call.</summary>
    /// <param name="run">The run of templates that the call is part of.</param>
    /// <param name="values">Values by place.</param>
    /// <param name="named">Values by name.</param>
    public JinjaArguments(JinjaRun run, IReadOnlyList<object?> values, IReadOnlyDictionary<string, object?>? named = null)
    {
        Run = run;
        Values = values;
        Named = named ?? NoNames;
    }

    /// <summary>Values by place.</summary>
    public IReadOnlyList<object?> Values { get; }

    /// <summary>Values by name.</summary>
    public IReadOnlyDictionary<string, object?> Named { get; }

    /// <summary>The run of templates that the call is part of.</summary>
    public JinjaRun Run { get; }

    /// <summary>Binds values to parameters, in order; a parameter ends in <c>?</c> when it may be left out.</summary>
    /// <returns>One value for each parameter; <see cref="Missing"/> for those left out.</returns>
    /// <exception cref="JinjaException">Too many, too few or unknown ones are given.</exception>
    public object?[] Bind(string function, params ReadOnlySpan<string> parameters)
    {
        var bound = new object?[parameters.Length];
        Array.Fill(bound, Missing);
        if (Values.Count > parameters.Length)
        {
            throw Faults.Type($"{function}() takes {Faults.Count(parameters.Length, "positional argument")} but {Values.Count} {(Values.Count == 1 ? "was" : "were")} given");
        }

        for (var i = 0; i < Values.Count; i++)
        {
            bound[i] = Values[i];
        }

        foreach (var (name, value) in Named)
        {
            var at = -1;
            for (var i = 0; i < parameters.Length && at < 0; i++)
            {
                at = parameters[i].AsSpan().TrimEnd('?').SequenceEqual(name) ? i : -1;
            }

            if (at < 0)
            {
                throw Faults.Type($"{function}() got an unexpected keyword argument '{name}'");
            }

            if (!ReferenceEquals(bound[at], Missing))
            {
                throw Faults.Type($"{function}() got multiple values for argument '{name}'");
            }

            bound[at] = value;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            if (ReferenceEquals(bound[i], Missing) && !parameters[i].EndsWith('?'))
            {
                throw Faults.Type($"{function}() missing 1 required positional argument: '{parameters[i]}'");
            }
        }

        return bound;
    }

    /// <summary>Stands for a parameter that was left out.</summary>
    public static object Missing { get; } = new MissingValue();

    private sealed class MissingValue;
}
