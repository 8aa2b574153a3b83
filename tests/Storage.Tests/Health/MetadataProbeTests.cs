using Talentys.Kernel;
using Talentys.TestSupport;

namespace Talentys.Storage.Tests.Health;

public sealed class MetadataProbeTests
{
    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task A_database_that_answers_is_told_with_its_size(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var reading = await new MetadataProbe(database.Options, database, new TestClock()).LookAsync(CancellationToken.None);

        Assert.Equal((HealthLevel.Ok, 0), (reading.Level, reading.Figures["answerMs"]));
        Assert.StartsWith(provider == StorageProvider.Sqlite ? "SQLite" : "PostgreSQL", reading.Message, StringComparison.Ordinal);
        Assert.True(reading.Figures["sizeBytes"] >= 0);
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite, "Data Source=/nowhere/at/all.db;Mode=ReadWrite")]
    [InlineData(StorageProvider.Postgres, "Host=127.0.0.1;Port=1;Username=nobody;Password=very-secret")]
    public async Task A_database_that_does_not_answer_is_failing_and_its_password_is_not_told(StorageProvider provider, string connection)
    {
        var options = new StorageOptions { Provider = provider, ConnectionString = connection };
        var probe = new MetadataProbe(options, Contexts(options), new TestClock());

        var reading = await probe.LookAsync(CancellationToken.None);

        Assert.Equal(HealthLevel.Failing, reading.Level);
        Assert.NotNull(reading.Mend);
        Assert.DoesNotContain("very-secret", reading.Message, StringComparison.Ordinal);
    }

    private static Talentys.Storage.Contexts.PlatformDbFactory Contexts(StorageOptions options) =>
        Talentys.Storage.Contexts.PlatformDbFactory.For(options, []);
}
