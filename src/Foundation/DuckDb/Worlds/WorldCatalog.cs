using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Worlds;

/// <summary>The worlds of one instance. Those unused for longest are dropped when there are too many.</summary>
internal sealed class WorldCatalog(DuckInstance instance, int worldsAtMost, int viewsAtMost)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, World> worlds = new(StringComparer.OrdinalIgnoreCase);
    private long entries;

    /// <summary>Names of the worlds that exist now.</summary>
    public IReadOnlyCollection<string> Names
    {
        get
        {
            lock (gate)
            {
                return [.. worlds.Keys];
            }
        }
    }

    /// <summary>Enters a world, which then stays until <see cref="Leave"/>.</summary>
    public World Enter(string name)
    {
        lock (gate)
        {
            if (!worlds.TryGetValue(name, out var world))
            {
                worlds[name] = world = new World(name);
            }

            world.Statements++;
            world.Entered = ++entries;
            return world;
        }
    }

    /// <summary>Leaves a world.</summary>
    public void Leave(World world)
    {
        lock (gate)
        {
            world.Statements--;
            while (IsFull() && Oldest() is { } oldest)
            {
                Drop(oldest);
            }
        }
    }

    private bool IsFull() => worlds.Count > worldsAtMost || worlds.Values.Sum(world => world.Views) > viewsAtMost;

    private World? Oldest() => worlds.Values.Where(world => world.Statements == 0).MinBy(world => world.Entered);

    // Inside the lock, so that nobody enters a world of this name before the old one is gone.
    private void Drop(World world)
    {
        worlds.Remove(world.Name);
        using var connection = instance.Connect();
        foreach (var catalog in world.Catalogs)
        {
            connection.Execute($"DETACH DATABASE IF EXISTS {SqlText.Quote(catalog)}");
        }
    }
}
