namespace Talentys.Benchmarks.Workloads;

/// <summary>Questions about ten million events of web sites.</summary>
internal sealed class ClicksBenchmark : WorkloadBenchmark
{
    private const long Rows = 10_000_000;

    public override string Name => "clicks";

    protected override Workload Read() => Workload.Clicks((long)(Rows * (BenchArguments.Scale ?? (BenchArguments.Quick ? 0.1 : 1))));
}
