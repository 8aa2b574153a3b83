using System.Text;

namespace Talentys.Query.SystemTables;

/// <summary>
/// Identifiers of what people made: of its name, so that they stay when the server starts anew and are the same for everybody. Of the few
/// whose names give the same number the later in the order of names takes the next one that is free.
/// </summary>
internal sealed class SystemOids
{
    // below are PostgreSQL's own; above, programs that take them for signed numbers fail
    private const uint First = 16_384;
    private const uint Last = int.MaxValue - 1024;

    private readonly HashSet<uint> taken = [];

    /// <summary>The identifier of something by its sort and name. Names are to be given in their order.</summary>
    public uint Of(string sort, string name)
    {
        var oid = Hash($"{sort}:{name.ToUpperInvariant()}");
        while (!taken.Add(oid))
        {
            oid += 2;
        }

        return oid;
    }

    /// <summary>The same where others need not be kept apart.</summary>
    public static uint Hash(string name)
    {
        var hash = 14_695_981_039_346_656_037UL; // FNV-1a
        foreach (var part in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ part) * 1_099_511_628_211UL);
        }

        hash ^= hash >> 32;
        return First + ((uint)(hash % ((Last - First) / 2)) * 2); // even: the odd one beside it is of what belongs to it
    }
}
