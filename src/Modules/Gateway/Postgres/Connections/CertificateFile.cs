using Microsoft.Extensions.Logging;
using Talentys.Gateway.Public;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Connections;

/// <summary>
/// The certificate as it stands on disk: one that was renewed is taken for the next connection, without a restart. One that
/// cannot be used (a file that is half written, a key that does not fit yet) leaves the last good one in place.
/// </summary>
internal sealed class CertificateFile(PostgresOptions options, ILogger log)
{
    private readonly Lock gate = new();
    private ServerCertificate? current;
    private string taken = "";
    private string refused = "";

    /// <summary>Reads it for the first time.</summary>
    /// <exception cref="FaultException"><c>gateway.certificate_invalid</c>.</exception>
    public void Read()
    {
        taken = Stamp();
        current = ServerCertificate.Read(options);
    }

    /// <summary>The certificate for a connection that begins now; null when there is none.</summary>
    public ServerCertificate? Current()
    {
        if (current is null)
        {
            return null;
        }

        var stamp = Stamp();
        lock (gate)
        {
            if (stamp != taken && stamp != refused)
            {
                Renew(stamp);
            }

            return current;
        }
    }

    // the one before is not disposed: connections may be agreeing on it
    private void Renew(string stamp)
    {
        try
        {
            current = ServerCertificate.Read(options);
            taken = stamp;
            GatewayLog.CertificateTaken(log, current!.Certificate.Subject, current.Certificate.NotAfter.ToUniversalTime());
        }
        catch (FaultException failure)
        {
            refused = stamp;
            GatewayLog.CertificateRefused(log, failure.Fault.Message);
        }
    }

    private string Stamp() => $"{Of(options.Certificate)} {Of(options.CertificateKey)}";

    private static string Of(string? path)
    {
        try
        {
            if (path is not { Length: > 0 })
            {
                return "";
            }

            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return file.Exists ? $"{file.FullName} {file.LastWriteTimeUtc.Ticks} {file.Length}" : "missing";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }
}
