namespace Talentys.Query.Tests.Slt;

/// <summary>A file of statements with their answers: records with a blank line between, the answer after a line of four hyphens.</summary>
internal sealed class SltFile(string path, List<SltRecord> records)
{
    public string Name => Path.GetFileName(path);

    public List<SltRecord> Records => records;

    public static SltFile Read(string path)
    {
        var records = new List<SltRecord>();
        foreach (var block in File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Trim('\n').Split('\n');
            var comments = lines.TakeWhile(line => line.StartsWith('#')).ToList();
            var rest = lines[comments.Count..];
            if (rest.Length == 0)
            {
                records.Add(new SltRecord(comments, "", "", []));
                continue;
            }

            var cut = Array.IndexOf(rest, "----");
            records.Add(new SltRecord(comments, rest[0], string.Join('\n', rest[1..(cut < 0 ? rest.Length : cut)]), cut < 0 ? [] : [.. rest[(cut + 1)..]]));
        }

        return new SltFile(path, records);
    }

    public void Write() => File.WriteAllText(path, string.Join("\n\n", records.Select(record => string.Join('\n', record.Lines))) + "\n");
}

/// <summary>A statement.</summary>
/// <param name="Comments">Lines before it.</param>
/// <param name="Kind"><c>statement</c>, <c>query</c> or <c>query ordered</c>.</param>
/// <param name="Sql">Its text.</param>
/// <param name="Answer">Names and types of the columns, then rows.</param>
internal sealed record SltRecord(IReadOnlyList<string> Comments, string Kind, string Sql, IReadOnlyList<string> Answer)
{
    public IEnumerable<string> Lines => Kind.Length == 0 ? Comments : [.. Comments, Kind, .. Sql.Split('\n'), .. Answer.Count == 0 ? [] : new[] { "----" }.Concat(Answer)];
}
