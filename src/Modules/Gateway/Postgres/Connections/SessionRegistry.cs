using System.Collections.Concurrent;
using System.Security.Cryptography;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Public;

namespace Talentys.Gateway.Postgres.Connections;

/// <summary>The sessions that there are: bounds their number, and finds the one that a cancel request means.</summary>
internal sealed class SessionRegistry(PostgresOptions options)
{
    private readonly ConcurrentDictionary<int, (int Secret, Session Session)> sessions = new();
    private readonly Dictionary<string, int> ofOrganisation = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int lastProcess;

    /// <summary>A number that stands for a connection, as a process does in PostgreSQL.</summary>
    public int NextProcess() => Interlocked.Increment(ref lastProcess) & int.MaxValue;

    /// <summary>Takes a session in.</summary>
    /// <returns>The secret that cancels its statements.</returns>
    /// <exception cref="PgException"><c>53300</c>: its organisation has too many.</exception>
    public int Enter(Session session)
    {
        var organisation = session.Scope.Organisation;
        lock (gate)
        {
            var count = ofOrganisation.GetValueOrDefault(organisation);
            if (count >= options.ConnectionsPerOrganisation)
            {
                throw new PgException(
                    "53300", "sorry, too many clients already", $"Your organisation may have {options.ConnectionsPerOrganisation} connections; close some or use a pool.");
            }

            ofOrganisation[organisation] = count + 1;
        }

        var secret = RandomNumberGenerator.GetInt32(int.MaxValue);
        sessions[session.ProcessId] = (secret, session);
        return secret;
    }

    public void Leave(Session session)
    {
        if (sessions.TryRemove(session.ProcessId, out _))
        {
            lock (gate)
            {
                ofOrganisation[session.Scope.Organisation]--;
            }
        }
    }

    /// <summary>The session of a process; null when there is none.</summary>
    public Session? Find(int process) => sessions.TryGetValue(process, out var found) ? found.Session : null;

    /// <summary>Cancels the statement of a session, if the secret is right; tells nobody whether it was.</summary>
    public void Cancel(int process, int secret)
    {
        if (sessions.TryGetValue(process, out var found)
            && CryptographicOperations.FixedTimeEquals(BitConverter.GetBytes(found.Secret), BitConverter.GetBytes(secret)))
        {
            found.Session.Cancel();
        }
    }
}
