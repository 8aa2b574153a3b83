namespace Talentys.Storage;

/// <summary>Makes contexts: one for each unit of work.</summary>
public interface IPlatformDbFactory
{
    /// <summary>A new context; the caller disposes it.</summary>
    PlatformDb Create();
}
