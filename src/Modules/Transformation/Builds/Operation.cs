using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary><c>dbt run-operation</c>: a macro that is called for what it does, in a transaction of its own.</summary>
/// <param name="Name">The macro as it was asked for.</param>
/// <param name="Node">What stands for it among nodes.</param>
/// <param name="Call">Calls it.</param>
internal sealed record Operation(string Name, DbtNode Node, Action<NodeBuild> Call)
{
    /// <summary>The command.</summary>
    public const string Command = "run-operation";

    /// <summary>The operation that a request is about.</summary>
    /// <exception cref="FaultException">There is no such macro, or its arguments are none.</exception>
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
        var node = LooseNode.Of(plan.Project, plan.Project.Packages[0], "operation", $"macro.{owner}.{macro}", macro, null, "macros");
        return new Operation(name, node, build => build.Call(owner, macro, given));
    }
}
