using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Sources;

/// <summary>Asks the server for the faults of what is typed, once the typing rests.</summary>
public sealed class LiveCheck(SourcesClient client) : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(350);
    private CancellationTokenSource pending = new();

    /// <summary>Whether an answer is awaited.</summary>
    public bool Busy { get; private set; }

    /// <summary>Asks; an older question is dropped. Null when there is no answer: dropped, or the server is away.</summary>
    public async Task<IReadOnlyList<ProblemFault>?> AskAsync(string name, Func<SaveResource> save)
    {
        pending.Cancel();
        pending.Dispose();
        pending = new CancellationTokenSource();
        var token = pending.Token;
        Busy = true;
        try
        {
            await Task.Delay(Rest, TimeProvider.System, token);
            var faults = await client.ValidateAsync(name.Length > 0 ? name : "new", save(), token);
            return token.IsCancellationRequested ? null : faults;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (ApiException refused)
        {
            return refused.IsUnreachable || refused.Problem.Status is 401 ? null : FaultsOf(refused);
        }
        finally
        {
            Busy = token.IsCancellationRequested && Busy;
        }
    }

    /// <summary>Every fault of a refusal.</summary>
    public static IReadOnlyList<ProblemFault> FaultsOf(ApiException refused) => refused.Problem is { Faults.Count: > 0 } problem
        ? problem.Faults
        : [new ProblemFault(refused.Problem.Code, refused.Problem.Detail, refused.Problem.Place, refused.Problem.Mend)];

    /// <inheritdoc/>
    public void Dispose()
    {
        pending.Cancel();
        pending.Dispose();
    }
}
