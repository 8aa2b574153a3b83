using Talentys.Transformation.Public;

namespace Talentys.Transformation;

/// <summary>Settings of the building of dbt projects.</summary>
public sealed class TransformationOptions
{
    /// <summary>
    /// Whether the project has all that the process has: every variable of its environment, and profiles of any folder. So where there is
    /// no server and the command line's user reads only what is theirs; whoever writes files of a served project is not the server.
    /// </summary>
    public bool TrustsProject { get; set; }

    /// <summary>What read the project in this process before the platform started; null where nothing did.</summary>
    public DbtReader? Reader { get; set; }
}
