using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Query.Saved;

/// <summary>
/// The saved queries of an environment, as rows. One that is not shared is not there for others, also not for administrators;
/// of a shared one the text is told to all, and running it shows each of them what their own policies let them see.
/// </summary>
internal sealed class SavedQueries(IPlatformDbFactory databases, TimeProvider clock)
{
    /// <summary>Most saved queries of one owner in an environment.</summary>
    public const int MostOfOne = 2000;

    /// <summary>Those that a caller sees, by name.</summary>
    public async Task<IReadOnlyList<SavedQueryRow>> ListAsync(Caller caller, string? search, IReadOnlyList<string>? after, int most, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var seen = Seen(db, caller).AsNoTracking();
        if (after is [var name, var id])
        {
            seen = seen.Where(row => row.NameKey.CompareTo(name) > 0 || (row.NameKey == name && row.Id.CompareTo(id) > 0));
        }

        // the words are looked for here: databases fold letters by their own rules, or only those of ASCII
        var words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var ordered = seen.OrderBy(row => row.NameKey).ThenBy(row => row.Id);
        List<SavedQueryRow> found = [];
        await foreach (var row in (words.Length == 0 ? ordered.Take(most) : ordered).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (words.All(word => Has(row, word)))
            {
                found.Add(row);
                if (found.Count == most)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>One that a caller sees.</summary>
    /// <exception cref="FaultException"><c>query.saved_unknown</c>.</exception>
    public async Task<SavedQueryRow> GetAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await Seen(db, caller).AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw new FaultException(SavedFaults.Unknown);
    }

    /// <summary>Keeps a new one.</summary>
    /// <exception cref="FaultException"><c>query.saved_exists</c>, <c>query.saved_too_many</c>.</exception>
    public async Task<SavedQueryRow> AddAsync(Caller caller, SavedContent content, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var (organisation, environment, owner) = (caller.Scope.Organisation, caller.Scope.Environment, caller.Principal.Id);
        if (await db.Set<SavedQueryRow>().CountAsync(
            row => row.Organisation == organisation && row.Environment == environment && row.OwnerId == owner, cancellationToken) >= MostOfOne)
        {
            throw new FaultException(SavedFaults.TooMany);
        }

        var now = clock.GetUtcNow();
        var added = new SavedQueryRow
        {
            Id = Ids.New(clock),
            Organisation = organisation,
            Environment = environment,
            OwnerId = owner,
            Owner = caller.Principal.Name,
            Name = "",
            NameKey = "",
            Sql = "",
            CreatedAt = now,
            ChangedAt = now,
            ChangedBy = caller.Principal.Name,
            Version = 1,
        };
        content.WriteTo(added);
        db.Add(added);
        await SaveAsync(db, added, cancellationToken);
        return added;
    }

    /// <summary>Changes one.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Which one.</param>
    /// <param name="version">The version that it must have; null for any.</param>
    /// <param name="content">What it becomes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>query.saved_unknown</c>, <c>query.saved_denied</c>, <c>query.saved_changed</c>, <c>query.saved_exists</c>.</exception>
    public async Task<SavedQueryRow> ChangeAsync(Caller caller, string id, int? version, SavedContent content, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var row = await OwnAsync(db, caller, id, version, cancellationToken);
        content.WriteTo(row);
        (row.ChangedAt, row.ChangedBy, row.Version) = (clock.GetUtcNow(), caller.Principal.Name, row.Version + 1);
        await SaveAsync(db, row, cancellationToken);
        return row;
    }

    /// <summary>Forgets one.</summary>
    /// <exception cref="FaultException"><c>query.saved_unknown</c>, <c>query.saved_denied</c>, <c>query.saved_changed</c>.</exception>
    public async Task DeleteAsync(Caller caller, string id, int? version, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var row = await OwnAsync(db, caller, id, version, cancellationToken);
        db.Remove(row);
        await SaveAsync(db, row, cancellationToken);
    }

    /// <summary>Whether a caller may change one that it sees.</summary>
    public static bool MayChange(Caller caller, SavedQueryRow row) => row.OwnerId == caller.Principal.Id || caller.Principal.Is(Roles.Administrator);

    /// <summary>A name as it is compared.</summary>
    public static string Fold(string name) => name.ToUpperInvariant();

    private static async Task<SavedQueryRow> OwnAsync(PlatformDb db, Caller caller, string id, int? version, CancellationToken cancellationToken)
    {
        var row = await Seen(db, caller).FirstOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw new FaultException(SavedFaults.Unknown);
        return !MayChange(caller, row) ? throw new FaultException(SavedFaults.NotYours)
            : version is { } read && row.Version != read ? throw new FaultException(SavedFaults.Changed)
            : row;
    }

    private static async Task SaveAsync(PlatformDb db, SavedQueryRow row, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new FaultException(SavedFaults.Changed);
        }
        catch (DbUpdateException failure)
        {
            if (await TakenAsync(db, row, cancellationToken))
            {
                throw new FaultException(SavedFaults.NameTaken(row.Name), failure);
            }

            throw;
        }
    }

    private static Task<bool> TakenAsync(PlatformDb db, SavedQueryRow row, CancellationToken cancellationToken) => db.Set<SavedQueryRow>().AnyAsync(
        other => other.Organisation == row.Organisation && other.Environment == row.Environment && other.OwnerId == row.OwnerId && other.NameKey == row.NameKey && other.Id != row.Id,
        cancellationToken);

    private static IQueryable<SavedQueryRow> Seen(PlatformDb db, Caller caller)
    {
        var (organisation, environment, owner) = (caller.Scope.Organisation, caller.Scope.Environment, caller.Principal.Id);
        return db.Set<SavedQueryRow>().Where(row => row.Organisation == organisation && row.Environment == environment && (row.Shared || row.OwnerId == owner));
    }

    private static bool Has(SavedQueryRow row, string word) =>
        row.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || row.Tags.Contains(word, StringComparison.OrdinalIgnoreCase)
        || row.Description?.Contains(word, StringComparison.OrdinalIgnoreCase) == true || row.Sql.Contains(word, StringComparison.OrdinalIgnoreCase);
}
