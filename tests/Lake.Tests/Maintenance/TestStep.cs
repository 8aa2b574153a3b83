using Talentys.Kernel;

namespace Talentys.Lake.Tests.Maintenance;

/// <summary>A step whose log is looked at.</summary>
internal sealed class TestStep : IStepContext
{
    public List<string> Lines { get; } = [];

    public void Log(RunLogLevel level, string message) => Lines.Add(message);

    public void Progress(long done, long? total, string unit)
    {
    }
}
