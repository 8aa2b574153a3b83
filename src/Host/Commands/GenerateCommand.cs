using System.CommandLine;
using Talentys.Host.Terminal;
using Talentys.Kernel;
using Talentys.Samples.Public;

namespace Talentys.Host.Commands;

/// <summary><c>talentys generate</c>: made-up persons of a locale.</summary>
internal static class GenerateCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var locale = new Option<string>("--locale") { Description = string.Join(", ", Generator.Locales), DefaultValueFactory = _ => "en" };
        var rows = new Option<long>("--rows") { Description = "How many", DefaultValueFactory = _ => 1000 };
        var format = new Option<string>("--format") { Description = string.Join(", ", Generator.Formats), DefaultValueFactory = _ => "csv" };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same persons", DefaultValueFactory = _ => 1 };
        var today = new Option<DateOnly?>("--today") { Description = "The day that counts as today (YYYY-MM-DD)" };
        var target = new Option<FileInfo?>("--output", "-o") { Description = "Write to a file" };
        var command = new Command("generate", "Make up persons of a locale") { locale, rows, format, seed, today, target };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var options = new GenerateOptions(
                parsed.GetValue(locale)!, parsed.GetValue(rows), parsed.GetValue(format)!, parsed.GetValue(today) ?? Today())
            {
                Seed = parsed.GetValue(seed),
            };
            if (parsed.GetValue(target) is { } file)
            {
                await using var written = file.Create();
                await Generator.WriteAsync(written, options, cancellationToken);
            }
            else if (options.Format == "parquet" && Output.DataIsTerminal)
            {
                throw new FaultException(Fault.Invalid(
                    "generate.binary_terminal", "Parquet is not for a terminal.", "--format", "Write it to a file with -o FILE."));
            }
            else
            {
                await using var standard = Output.DataStream();
                await Generator.WriteAsync(standard, options, cancellationToken);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The local day.</summary>
    public static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
}
