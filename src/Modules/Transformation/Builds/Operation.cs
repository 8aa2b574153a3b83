using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary><c>dbt run-operation</c>: a macro that is called for what it does, in a transaction of its own.</summary>
/// <param name="Node">Stands for it.</param>
/// <param name="Package">The package that the macro is of.</param>
/// <param name="Given">Arguments by name.</param>
internal sealed record Operation(DbtNode Node, string Package, PyDict Given)
{
    /// <summary>The command of that name.</summary>
    public const string Command = "run-operation";

    /// <summary>The macro that a request names.</summary>
    /// <exception cref="FaultException">There is none of that name, or its arguments cannot be read.</exception>
    public static Operation Of(BuildPlan plan)
    {
        var name = plan.Request.Macro ?? "";
        var (space, macro) = name.Split('.') is [var package, var last] ? (package, last) : ((string?)null, name);
        var owner = plan.Project.Context.Macros.Owner(space, macro) ?? throw new FaultException(Fault.Invalid(
            "dbt.macro_unknown", $"There is no macro {name}.", "macro", "Write the name of a macro of the project, or PACKAGE.NAME."));
        var given = plan.Request.Args is null ? [] : YamlValues.Read(plan.Request.Args, "--args") switch
        {
            PyDict dict => dict,
            null => [],
            _ => throw new FaultException(Fault.Invalid("dbt.args_invalid", "The arguments are not a dict.", "--args", "Write them as '{name: value}'.")),
        };
        return new Operation(OrderedProject.Loose(plan.Project, "operation", $"macro.{owner}.{macro}", macro, null, "macros"), owner, given);
    }
}
