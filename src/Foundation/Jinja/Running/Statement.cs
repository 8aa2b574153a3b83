using Talentys.Jinja.Public;

namespace Talentys.Jinja.Running;

/// <summary>An expression.</summary>
internal abstract class Expression(int line)
{
    public int Line { get; } = line;

    public abstract object? Evaluate(Frame frame);
}

/// <summary>A statement.</summary>
internal abstract class Statement(int line)
{
    public int Line { get; } = line;

    public abstract Flow Execute(Frame frame);
}

/// <summary>Statements one after another.</summary>
internal sealed class Body(IReadOnlyList<Statement> statements)
{
    public IReadOnlyList<Statement> Statements { get; } = statements;

    public Flow Execute(Frame frame)
    {
        foreach (var statement in Statements)
        {
            try
            {
                if (statement.Execute(frame) is var flow and not Flow.Next)
                {
                    return flow;
                }
            }
            catch (JinjaException failure)
            {
                failure.Passes(frame, statement.Line);
                throw;
            }
        }

        return Flow.Next;
    }
}
