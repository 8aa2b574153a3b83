using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage.Tests.Samples;

internal sealed class NoteMapping : IStorageMapping
{
    public void Map(ModelBuilder model) => model.Entity<NoteRow>(note =>
    {
        note.ToTable("test_notes");
        note.HasKey(row => row.Id);
        note.HasIndex(row => row.Topic);
    });
}

internal sealed class NoteRow
{
    public required string Id { get; init; }

    public string Topic { get; init; } = "";

    public string Text { get; init; } = "";

    public DateTimeOffset At { get; init; }
}
