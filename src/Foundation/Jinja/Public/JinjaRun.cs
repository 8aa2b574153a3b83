using System.Runtime.CompilerServices;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Public;

/// <summary>One run of templates: what they share, and what they used of the limits.</summary>
/// <param name="environment">Filters, tests and functions.</param>
/// <param name="cancellation">Ends the run.</param>
public sealed class JinjaRun(JinjaEnvironment environment, CancellationToken cancellation = default)
{
    private const int LookEvery = 1024;

    [ThreadStatic]
    private static JinjaRun? current;

    private JinjaRun? outer;
    private long steps;
    private long written;
    private int depth;

    /// <summary>Filters, tests and functions.</summary>
    public JinjaEnvironment Environment { get; } = environment;

    /// <summary>Ends the run.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    internal void Step()
    {
        if (++steps % LookEvery == 0)
        {
            Cancellation.ThrowIfCancellationRequested();
        }

        if (steps > Environment.Limits.Steps)
        {
            throw Faults.Limit($"The template takes more than {Environment.Limits.Steps:N0} steps; does a loop or a recursion not end?");
        }
    }

    internal void Wrote(int characters)
    {
        written += characters;
        if (written > Environment.Limits.Output)
        {
            throw Faults.Limit($"The template writes more than {Environment.Limits.Output:N0} characters.");
        }
    }

    /// <summary>A step of whatever runs in this thread: one item that is visited.</summary>
    internal static void Visit() => current?.Step();

    /// <summary>Refuses a text that is longer than all that may be written.</summary>
    internal static void Bound(long length)
    {
        if (length > (current?.Environment.Limits.Output ?? Operations.Longest))
        {
            throw Faults.Limit($"A text would have more than {current?.Environment.Limits.Output ?? Operations.Longest:N0} characters.");
        }
    }

    internal void Enter()
    {
        Step();
        if (depth == 0)
        {
            (outer, current) = (current, this);
        }

        if (++depth > Environment.Limits.Depth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Leave();
            throw new JinjaException("RecursionError", "maximum recursion depth exceeded");
        }
    }

    internal void Leave()
    {
        if (--depth == 0)
        {
            (current, outer) = (outer, null);
        }
    }
}
