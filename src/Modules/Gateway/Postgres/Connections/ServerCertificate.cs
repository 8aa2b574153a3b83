using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Talentys.Gateway.Public;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Connections;

/// <summary>The certificate of TLS, and its hash that a client binds its sign-in to.</summary>
internal sealed class ServerCertificate
{
    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection issuers)
    {
        Certificate = certificate;
        Context = SslStreamCertificateContext.Create(certificate, issuers, offline: true);
        Hash = HashOf(certificate);
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>With the certificates of its issuers that stand in the same file: clients know the root alone.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>For <c>tls-server-end-point</c> (RFC 5929).</summary>
    public byte[] Hash { get; }

    /// <summary>Reads the certificate of the settings; null when they name none.</summary>
    /// <exception cref="FaultException"><c>gateway.certificate_invalid</c>.</exception>
    public static ServerCertificate? Read(PostgresOptions options)
    {
        if (options.Certificate is not { Length: > 0 } path)
        {
            return options.RequireTls
                ? throw new FaultException(Invalid("TLS is required, and there is no certificate", "Set Gateway:Postgres:Certificate."))
                : null;
        }

        try
        {
            return Load(path, options);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new FaultException(
                Invalid($"The certificate {path} cannot be used: {failure.Message.TrimEnd('.')}", "Name a PEM file with its key, or a PFX file with its password."), failure);
        }
    }

    private static ServerCertificate Load(string path, PostgresOptions options)
    {
        var all = new X509Certificate2Collection();
        var isPem = File.ReadAllText(path).Contains("-----BEGIN", StringComparison.Ordinal);
        if (!isPem)
        {
            all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, options.CertificatePassword);
            var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("It holds no key.");
            return new ServerCertificate(own, [.. all.Where(certificate => certificate != own)]);
        }

        using var read = options.CertificatePassword is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password, options.CertificateKey)
            : X509Certificate2.CreateFromPemFile(path, options.CertificateKey);

        // some platforms cannot serve a key that is only in memory
        all.ImportFromPemFile(path);
        return new ServerCertificate(
            X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null), [.. all.Where(certificate => !certificate.RawData.SequenceEqual(read.RawData))]);
    }

    private static Fault Invalid(string message, string mend) => Fault.Invalid("gateway.certificate_invalid", message + ".", "Gateway:Postgres:Certificate", mend);

    // the hash of the signature, but never MD5 or SHA-1
    private static byte[] HashOf(X509Certificate2 certificate) => certificate.SignatureAlgorithm.FriendlyName?.ToUpperInvariant() switch
    {
        { } name when name.Contains("384", StringComparison.Ordinal) => SHA384.HashData(certificate.RawData),
        { } name when name.Contains("512", StringComparison.Ordinal) => SHA512.HashData(certificate.RawData),
        _ => SHA256.HashData(certificate.RawData),
    };
}
