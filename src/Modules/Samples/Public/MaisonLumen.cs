using Talentys.Kernel;
using Talentys.Samples.Company;

namespace Talentys.Samples.Public;

/// <summary>Makes the project of the sample company Maison Lumen: home goods, 24 stores in 6 countries and a web shop.</summary>
public static class MaisonLumen
{
    /// <summary>Smallest scale.</summary>
    public const double SmallestScale = 0.01;

    /// <summary>Largest scale.</summary>
    public const double LargestScale = 100;

    /// <summary>
    /// Writes the whole project into <paramref name="folder"/> (made when missing). The files are a function of the options
    /// alone, byte for byte. Data goes to <c>drop.part</c> first and is moved to <c>drop</c> when complete.
    /// </summary>
    /// <exception cref="FaultException">
    /// <c>samples.scale_out_of_range</c>, <c>samples.today_out_of_range</c>, <c>samples.folder_taken</c>, <c>samples.write_failed</c>.
    /// </exception>
    public static async Task<SampleSummary> WriteProjectAsync(
        string folder, SampleOptions options, IProgress<SampleProgress>? progress, CancellationToken cancellationToken)
    {
        var faults = ProjectWriter.Check(folder, options);
        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }

        try
        {
            return await new ProjectWriter(folder, options, progress).WriteAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(
                Fault.Failed("samples.write_failed", $"The sample could not be written: {error.Message}", folder, "Free space, or choose another folder."),
                error);
        }
    }
}
