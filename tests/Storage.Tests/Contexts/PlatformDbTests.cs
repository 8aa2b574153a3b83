using Microsoft.EntityFrameworkCore;
using Talentys.Storage.Tests.Samples;
using Talentys.TestSupport;

namespace Talentys.Storage.Tests.Contexts;

public sealed class PlatformDbTests
{
    public static TheoryData<StorageProvider> Providers => [StorageProvider.Sqlite, StorageProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Instants_compare_and_sort_in_the_database_and_keep_every_tick(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, new NoteMapping());
        var noon = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(7);
        await using (var db = database.Create())
        {
            db.Set<NoteRow>().AddRange(
                new NoteRow { Id = "late", At = noon.AddHours(1).ToOffset(TimeSpan.FromHours(9)) },
                new NoteRow { Id = "early", At = noon.ToOffset(TimeSpan.FromHours(-3)) });
            await db.SaveChangesAsync();
        }

        await using var read = database.Create();
        var rows = await read.Set<NoteRow>().Where(note => note.At >= noon).OrderBy(note => note.At).ToListAsync();
        Assert.Equal(["early", "late"], rows.Select(note => note.Id));
        Assert.Equal(noon, rows[0].At);
        Assert.Equal(TimeSpan.Zero, rows[0].At.Offset);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Texts_sort_by_bytes_on_every_provider(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, new NoteMapping());
        await using var db = database.Create();
        db.Set<NoteRow>().AddRange(new[] { "b", "A", "_", "a", "é", "B" }.Select(id => new NoteRow { Id = id }));
        await db.SaveChangesAsync();

        Assert.Equal(["A", "B", "_", "a", "b", "é"], await db.Set<NoteRow>().OrderBy(note => note.Id).Select(note => note.Id).ToListAsync());
    }

    [Fact]
    public async Task Sqlite_connections_write_ahead_sync_fully_and_check_foreign_keys()
    {
        await using var database = await TestDatabase.SqliteAsync(new NoteMapping());

        // two at once, then one that the pool hands out again
        foreach (var opened in new[] { 2, 1 })
        {
            var contexts = Enumerable.Range(0, opened).Select(_ => database.Create()).ToList();
            foreach (var db in contexts)
            {
                await db.Database.OpenConnectionAsync();
                Assert.Equal("wal", await PragmaAsync(db, "journal_mode"));
                Assert.Equal("2", await PragmaAsync(db, "synchronous"));
                Assert.Equal("1", await PragmaAsync(db, "foreign_keys"));
                Assert.Equal("15000", await PragmaAsync(db, "busy_timeout"));
            }

            foreach (var db in contexts)
            {
                await db.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Contexts_with_other_mappings_have_other_models()
    {
        await using var with = await TestDatabase.SqliteAsync(new NoteMapping());
        await using var without = await TestDatabase.SqliteAsync();

        Assert.NotNull(with.Create().Model.FindEntityType(typeof(NoteRow)));
        Assert.Null(without.Create().Model.FindEntityType(typeof(NoteRow)));
    }

    [Fact]
    public async Task Identifiers_and_keys_are_bounded_and_other_texts_are_not()
    {
        await using var database = await TestDatabase.SqliteAsync(new NoteMapping());
        var note = database.Create().Model.FindEntityType(typeof(NoteRow))!;

        Assert.Equal(200, note.FindProperty(nameof(NoteRow.Id))!.GetMaxLength());
        Assert.Equal(400, note.FindProperty(nameof(NoteRow.Topic))!.GetMaxLength());
        Assert.Null(note.FindProperty(nameof(NoteRow.Text))!.GetMaxLength());
    }

    private static async Task<string?> PragmaAsync(PlatformDb db, string name)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
