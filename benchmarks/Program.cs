using System.Globalization;
using Talentys.Benchmarks;

// talentys-benchmarks [NAME ...] [--rounds N] [--cpu] [--quick] [--scale X] [--only QUERY,...]
var names = BenchArguments.Read(args);
var rounds = BenchArguments.Rounds;
var benchmarks = typeof(IBenchmark).Assembly.GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBenchmark)))
    .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
    .Where(benchmark => names.Count == 0 || names.Contains(benchmark.Name))
    .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal);

foreach (var benchmark in benchmarks)
{
    await Console.Out.WriteLineAsync($"\n{benchmark.Name} (medians of {rounds}, side by side{(SideBySide.ProcessorTime ? ", processor time" : "")})");
    foreach (var figure in await benchmark.RunAsync(rounds, CancellationToken.None))
    {
        var least = figure.Least > 0 ? string.Create(CultureInfo.InvariantCulture, $"least {figure.Least:N1} ms{(figure.LeastRatio > 0 ? $", {figure.LeastRatio:N2} x" : "")}") : "";
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"  {figure.What,-54} {figure.Milliseconds,10:N1} ms  {figure.Ratio,6:N2} x  {least,-28} {figure.Note}"));
    }
}
