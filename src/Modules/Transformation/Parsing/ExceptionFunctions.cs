using Talentys.Jinja.Public;

namespace Talentys.Transformation.Parsing;

/// <summary><c>exceptions</c>: what templates end with, and what they warn of.</summary>
/// <param name="warn">Told what is warned of.</param>
internal sealed class ExceptionFunctions(Action<string> warn) : IJinjaObject
{
    public string TypeName => "exceptions";

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "warn" => new JinjaFunction(name, arguments =>
            {
                warn(JinjaValues.Text(arguments.Bind(name, "msg", "node?")[0]));
                return "";
            }),
            "raise_contract_error" => new JinjaFunction(name, arguments => throw Failure(
                $"This model has an enforced contract that failed: its columns are {string.Join(", ", arguments.Values.Take(1).Select(JinjaValues.Text))}, those of its SQL {string.Join(", ", arguments.Values.Skip(1).Select(JinjaValues.Text))}")),
            _ when name.StartsWith("raise_", StringComparison.Ordinal) || name.StartsWith("missing_", StringComparison.Ordinal) || name is "relation_wrong_type" or "column_type_missing" =>
                new JinjaFunction(name, arguments => throw Failure(arguments.Values is [var message, ..] ? JinjaValues.Text(message) : arguments.Named.GetValueOrDefault("msg") is { } named ? JinjaValues.Text(named) : name)),
            _ => null,
        };
        return value is not null;
    }

    private static JinjaException Failure(string message) => new("CompilationError", message);
}
