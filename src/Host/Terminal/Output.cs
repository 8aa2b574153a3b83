using System.Text;
using System.Text.Json;
using Spectre.Console;
using Talentys.Host.Sessions;
using Talentys.Kernel;

namespace Talentys.Host.Terminal;

/// <summary>The terminal: data on standard output, messages and progress on standard error.</summary>
internal sealed class Output
{
    /// <summary>A file has no edge at which text should wrap.</summary>
    private const int NoEdge = 100_000;

    private readonly IAnsiConsole data = Open(Console.OpenStandardOutput(), Console.IsOutputRedirected);

    /// <summary>Standard error: messages, progress, prompts.</summary>
    public IAnsiConsole Messages { get; } = Open(Console.OpenStandardError(), Console.IsErrorRedirected);

    /// <summary>Say nothing but data and errors.</summary>
    public bool Quiet { get; set; }

    /// <summary>Whether a person sees standard output.</summary>
    public static bool DataIsTerminal => !Console.IsOutputRedirected;

    /// <summary>Whether a person sees standard error, so that it may move.</summary>
    public bool MessagesMove => !Quiet && !Console.IsErrorRedirected;

    /// <summary>Bytes for standard output.</summary>
    public static Stream DataStream() => Console.OpenStandardOutput();

    /// <summary>A line of data.</summary>
    public void Data(string line) => data.Profile.Out.Writer.WriteLine(line);

    /// <summary>A table of data.</summary>
    public void Data(Table table) => data.Write(table);

    /// <summary>A list: as JSON, or as a table with a row for each.</summary>
    public void List<T>(IReadOnlyList<T> items, bool json, string[] columns, Func<T, string[]> row)
    {
        if (json)
        {
            Data(JsonSerializer.Serialize(items, ApiClient.Json));
            return;
        }

        var table = Table(columns);
        foreach (var item in items)
        {
            table.AddRow([.. row(item).Select(cell => Markup.Escape(cell))]);
        }

        Data(table);
    }

    /// <summary>A line for people.</summary>
    public void Message(string text)
    {
        if (!Quiet)
        {
            Messages.WriteLine(text);
        }
    }

    /// <summary>A link for people: never broken over two lines, however narrow the terminal is.</summary>
    public void Link(Uri address)
    {
        if (!Quiet)
        {
            Messages.Profile.Out.Writer.WriteLine(address.AbsoluteUri);
        }
    }

    /// <summary>A line that is told only once and must be seen, quiet or not.</summary>
    public void Once(string text) => Messages.WriteLine(text);

    /// <summary>A failure.</summary>
    public void Error(string text) => Messages.Write(new Text($"Error: {text}{Environment.NewLine}", new Style(Color.Red)));

    /// <summary>Failures, each with its place and mend.</summary>
    public void Faults(IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            Error(fault.Place is null ? fault.Message : $"{fault.Place}: {fault.Message}");
            if (fault.Mend is not null)
            {
                Messages.WriteLine($"  {fault.Mend}");
            }
        }
    }

    /// <summary>A plain table with a heading.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        return table;
    }

    private static IAnsiConsole Open(Stream stream, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true }),
        });
        if (redirected)
        {
            console.Profile.Width = NoEdge;
        }

        return console;
    }
}
