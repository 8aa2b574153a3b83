namespace Talentys.Benchmarks.Workloads;

/// <summary>The queries of TPC-H at scale 1.</summary>
internal sealed class TpchBenchmark : WorkloadBenchmark
{
    public override string Name => "tpch";

    protected override Workload Read() => Workload.Tpch(BenchArguments.Scale ?? (BenchArguments.Quick ? 0.1 : 1));
}
