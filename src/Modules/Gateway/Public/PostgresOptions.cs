namespace Talentys.Gateway.Public;

/// <summary>How clients of PostgreSQL's protocol are served.</summary>
public sealed class PostgresOptions
{
    /// <summary>Where it listens when nothing is said.</summary>
    public const string DefaultUrl = "127.0.0.1:5433";

    /// <summary>Address and port, <c>127.0.0.1:5433</c>; port 0 takes a free one, <c>off</c> listens nowhere. Null: the default, or nowhere when that is taken.</summary>
    public string? Url { get; set; }

    /// <summary>It listens at all; set by the host, which does not for single commands.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Certificate for TLS: a PEM or PFX file. Null: connections are not encrypted.</summary>
    public string? Certificate { get; set; }

    /// <summary>Key of a PEM certificate; null where the certificate's file holds it.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Password of the key or PFX file.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Connections without TLS are refused.</summary>
    public bool RequireTls { get; set; }

    /// <summary>Connections at once in all.</summary>
    public int Connections { get; set; } = 500;

    /// <summary>Connections at once of one organisation.</summary>
    public int ConnectionsPerOrganisation { get; set; } = 300;

    /// <summary>Longest time from connecting to being signed in.</summary>
    public TimeSpan StartUpTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may say nothing; zero for ever.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long a client may take no bytes of an answer.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Largest message of a client in bytes.</summary>
    public int MaxMessageBytes { get; set; } = 16 << 20;

    /// <summary>Prepared statements, and open portals and cursors, of one connection.</summary>
    public int MaxObjects { get; set; } = 1000;
}
