using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Talentys.Gateway.Tests;

/// <summary>An authority of its own, with one between it and the servers that it signs.</summary>
internal sealed class Certificates : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset Until = TimeProvider.System.GetUtcNow().AddDays(30);
    private readonly X509Certificate2 root;
    private readonly X509Certificate2 between;

    public Certificates()
    {
        using var rootKey = RSA.Create(2048);
        var request = Request("CN=root of tests", rootKey, HashAlgorithmName.SHA256, authority: true);
        root = request.CreateSelfSigned(From, Until);
        using var key = RSA.Create(2048);
        using var signed = Request("CN=authority of tests", key, HashAlgorithmName.SHA256, authority: true).Create(root, From, Until, Serial());
        between = signed.CopyWithPrivateKey(key);
    }

    /// <summary>What clients trust.</summary>
    public string Root => root.ExportCertificatePem();

    /// <summary>A certificate for localhost with those of its issuers, and its key: a file as servers have it.</summary>
    public string Server(string name = "localhost", HashAlgorithmName? hash = null)
    {
        using var key = RSA.Create(2048);
        var request = Request($"CN={name}", key, hash ?? HashAlgorithmName.SHA256, authority: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(between, From, Until.AddDays(-1), Serial());
        return string.Join('\n', certificate.ExportCertificatePem(), between.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        root.Dispose();
        between.Dispose();
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(12);
        serial[0] &= 0x7F;
        return serial;
    }

    private static CertificateRequest Request(string name, RSA key, HashAlgorithmName hash, bool authority)
    {
        var request = new CertificateRequest(name, key, hash, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
