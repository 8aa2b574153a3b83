using Talentys.Kernel;

namespace Talentys.Transformation.Parsing;

/// <summary>Models in Python: they are read, so that what stands beside them is built, and fail.</summary>
internal static class PythonModel
{
    /// <summary>Whether a file holds one.</summary>
    public static bool Is(string file) => file.EndsWith(".py", StringComparison.Ordinal);

    /// <summary>Why it fails.</summary>
    public static Fault Fault(string file) => Kernel.Fault.Invalid("dbt.python_model", "Models in Python are not run here.", file, "Write it in SQL, or leave it out with enabled: false.");
}
