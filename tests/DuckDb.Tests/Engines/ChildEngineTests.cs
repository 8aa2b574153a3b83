using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Tests.Engines;

public sealed class ChildEngineTests : EngineContract
{
    protected override IEngine Open(EngineOptions options) => new ChildEngine(Runner.Command, options);
}
