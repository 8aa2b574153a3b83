using System.Globalization;
using Talentys.Benchmarks;

// talentys-benchmarks [NAME ...] [--rounds N]
var rounds = args.SkipWhile(arg => arg != "--rounds").Skip(1).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).FirstOrDefault(5);
var names = args.TakeWhile(arg => arg != "--rounds").ToHashSet(StringComparer.OrdinalIgnoreCase);
var benchmarks = typeof(IBenchmark).Assembly.GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBenchmark)))
    .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
    .Where(benchmark => names.Count == 0 || names.Contains(benchmark.Name))
    .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal);

foreach (var benchmark in benchmarks)
{
    await Console.Out.WriteLineAsync($"\n{benchmark.Name} (medians of {rounds}, side by side)");
    foreach (var figure in await benchmark.RunAsync(rounds, CancellationToken.None))
    {
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"  {figure.What,-44} {figure.Milliseconds,10:N1} ms  {figure.Ratio,6:N2} x  {figure.Note}"));
    }
}
