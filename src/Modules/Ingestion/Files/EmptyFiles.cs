using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Files;

/// <summary>What an empty file means: a fault when it is all there is, a warning among others.</summary>
internal static class EmptyFiles
{
    public static void Tell(LoadWork work, InputFile file)
    {
        if (work.Job.Single || work.Job.Files.Count == 1)
        {
            throw new FaultException(FileFaults.Empty(file.Display));
        }

        work.Step.Log(RunLogLevel.Warning, $"{file.Display} is empty and was left out.");
    }
}
