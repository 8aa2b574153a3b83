using System.Runtime.ExceptionServices;

namespace Talentys.Transformation.Relations;

/// <summary>Work that a template waits for on its thread.</summary>
internal static class WaitedWork
{
    /// <summary>Does it elsewhere, and gives what it gives or throws what it throws.</summary>
    public static T Of<T>(Func<Task<T>> work)
    {
        using var done = new ManualResetEventSlim();
        T? value = default;
        Exception? failure = null;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    value = await work();
                }
                catch (Exception failed)
                {
                    failure = failed;
                }
                finally
                {
                    done.Set();
                }
            },
            CancellationToken.None);
        done.Wait(CancellationToken.None);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return value!;
    }
}
