namespace Talentys.Host.Terminal;

/// <summary>How a person ended a line.</summary>
internal enum LineEnd
{
    /// <summary>Enter.</summary>
    Entered,

    /// <summary>Ctrl+C: the statement is not wanted.</summary>
    Abandoned,

    /// <summary>Ctrl+D on an empty line: the shell is not wanted.</summary>
    Closed,
}
