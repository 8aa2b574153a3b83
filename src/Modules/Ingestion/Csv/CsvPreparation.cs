using System.Text;
using Talentys.Ingestion.Encodings;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Rejects;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Csv;

/// <summary>Takes a CSV file as it was delivered to where it can be read: decoded, its dialect known, its records counted and sorted.</summary>
internal sealed class CsvPreparation(LoadWork work)
{
    private const int Sample = 1 << 20;

    /// <summary>What is done of a file, from 0 to 1, when it has been decoded.</summary>
    private const double Decoded = 0.3;

    /// <summary>What is done of a file, from 0 to 1, when its records are known; writing it anew is the rest.</summary>
    private const double Surveyed = 0.8;

    /// <summary>The surveyed file, or null when it is empty.</summary>
    public CsvFile? Prepare(InputFile file, CancellationToken cancellationToken)
    {
        var declared = work.Definition.Csv;
        var head = Compression.Head(file.Path, 8192);
        if (head.Length == 0)
        {
            return null;
        }

        if (declared.Encoding is null && TextEncodings.Marked(head) is null && head.AsSpan().Contains((byte)0))
        {
            throw new FaultException(FileFaults.NoText(file.Display));
        }

        var encoding = declared.Encoding is { } name ? TextEncodings.Find(name) : TextEncodings.Marked(head);
        var path = encoding is null or UTF8Encoding ? file.Path : Transcode(file, encoding, cancellationToken);
        var (profile, rejects) = Survey(file, path, declared, cancellationToken);
        if (declared.Encoding is null && profile.InvalidBytes > 0 && profile.InvalidBytes >= profile.ValidSequences)
        {
            rejects.Dispose();
            work.Step.Log(RunLogLevel.Warning, $"{file.Display} is no UTF-8; it was read as windows-1252. Declare csv.encoding to be sure.");
            path = Transcode(file, TextEncodings.Windows1252, cancellationToken);
            (profile, rejects) = Survey(file, path, declared, cancellationToken);
        }

        using (rejects)
        {
            work.Rejects.Append(rejects);
        }

        if (profile.Originals.Count == 0)
        {
            return null;
        }

        if (!profile.Dialect.Header && declared.Header is null)
        {
            work.Step.Log(RunLogLevel.Warning, $"{file.Display} seems to have no header; its columns are named column_1, column_2, ... Declare csv.header to be sure.");
        }

        var result = new CsvFile(file, path, profile, ColumnNames.Safe(profile.Originals), profile.Dialect);
        return profile.NeedsCleaning ? Clean(result, new Dictionary<long, string>(), cancellationToken) : result;
    }

    /// <summary>Writes the file anew without the refused records.</summary>
    public CsvFile Clean(CsvFile file, IReadOnlyDictionary<long, string> refused, CancellationToken cancellationToken)
    {
        var target = work.Temporary(".csv");
        var source = refused.Count > 0 ? file with { Path = Source(file) } : file;
        using (var input = Compression.Open(source.Path, share => work.Reading(file.Input, Surveyed + share * (1 - Surveyed), 0)))
        using (var output = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16))
        {
            CsvCleaner.Run(input, output, file.Profile, refused, file.Input.Display, work.Options.MaxRecordBytes, work.Rejects, cancellationToken);
        }

        return file with
        {
            Path = target,
            Original = Source(file),
            Form = CsvCleaner.Plain(file.Profile.Dialect),
            Profile = file.Profile with { Accepted = file.Profile.Accepted - refused.Count, Endings = CsvLineEndings.Lf },
        };
    }

    private static string Source(CsvFile file) => file.Original ?? file.Path;

    private (CsvProfile Profile, RejectFile Rejects) Survey(InputFile file, string path, CsvDeclared declared, CancellationToken cancellationToken)
    {
        var head = Compression.Head(path, Sample);
        var bom = head.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var tabs = work.Definition.Format is FileFormat.Tsv || FileFormats.Of(file.Path) is FileFormat.Tsv;
        var dialect = DialectDetector.Detect(head[bom..], head.Length < Sample, tabs, declared);
        var rejects = work.NewRejects();
        var begin = path == file.Path ? 0 : Decoded;
        using var input = Compression.Open(path, share => work.Reading(file, begin + share * (Surveyed - begin), rejects.Count));
        var profile = CsvSurvey.Run(input, dialect, file.Display, work.Options.MaxRecordBytes, rejects, null, cancellationToken);
        return (profile, rejects);
    }

    private string Transcode(InputFile file, Encoding encoding, CancellationToken cancellationToken)
    {
        var target = work.Temporary(".utf8");
        TextEncodings.ToUtf8(file.Path, encoding, target, share => work.Reading(file, share * Decoded, 0), cancellationToken);
        return target;
    }
}
