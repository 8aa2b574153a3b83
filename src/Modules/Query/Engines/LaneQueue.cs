using Talentys.Query.Public;

namespace Talentys.Query.Engines;

/// <summary>
/// The queue of one lane of one organisation. The next place goes to the user who has the fewest; of several to the one who
/// was served longest ago. So who sends a thousand statements waits for oneself, not others for them.
/// </summary>
internal sealed class LaneQueue(Lane lane, QueryOptions options, TimeProvider clock)
{
    /// <summary>Users without statements are kept up to this number, so that who comes and goes is not always the first.</summary>
    private const int IdleUsers = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LaneUser> users = new(StringComparer.Ordinal);
    private long count;
    private int running;
    private int overdue;
    private int waiting;

    public Lane Lane => lane;

    private int Places => lane == Lane.Small ? options.ConcurrentStatements : lane == Lane.Heavy ? options.HeavyStatements : 1;

    /// <summary>Statements that have a place, those that have overstayed, and those that wait.</summary>
    public (int Running, int Overdue, int Waiting) Look()
    {
        lock (gate)
        {
            return (running, overdue, waiting);
        }
    }

    /// <summary>Takes a place, or stands in line for one.</summary>
    /// <param name="name">The user.</param>
    /// <param name="most">Most statements of the user at once.</param>
    /// <returns>Null when too many wait.</returns>
    public Waiter? Join(string name, int most)
    {
        lock (gate)
        {
            if (!users.TryGetValue(name, out var user))
            {
                Forget();
                users[name] = user = new LaneUser(name, ++count);
            }

            user.Most = Math.Max(most, 1);
            var waiter = new Waiter(this, user);
            if (running < Places && user.Running < user.Most)
            {
                Give(waiter);
                return waiter;
            }

            // nobody fills the queue alone
            if (waiting >= options.WaitingStatements || user.Waiting.Count >= Math.Max(options.WaitingStatements / 2, 1))
            {
                return null;
            }

            user.Waiting.Add(waiter);
            waiting++;
            return waiter;
        }
    }

    /// <summary>Leaves the line. False when it has a place already.</summary>
    public bool Abandon(Waiter waiter)
    {
        lock (gate)
        {
            if (!waiter.User.Waiting.Remove(waiter))
            {
                return false;
            }

            waiting--;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(Place place)
    {
        lock (gate)
        {
            place.IsGone = true;
            place.User.Running--;
            _ = place.IsOverdue ? overdue-- : running--;
            Next();
        }
    }

    /// <summary>Counts a statement that has overstayed apart, so that its place goes to the next.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="beyond">Also when many are counted so already.</param>
    public bool TryMove(Place place, bool beyond)
    {
        lock (gate)
        {
            if (place.IsGone || place.IsOverdue)
            {
                return true;
            }

            if (overdue >= options.OverdueStatements && !beyond)
            {
                return false;
            }

            place.IsOverdue = true;
            running--;
            overdue++;
            Next();
            return true;
        }
    }

    /// <summary>Statements that will have a place before one, as things are.</summary>
    public int AheadOf(Waiter waiter)
    {
        lock (gate)
        {
            var index = waiter.User.Waiting.IndexOf(waiter);
            var rank = Rank(waiter.User, index);
            return index < 0 ? 0 : index + users.Values.Where(user => user != waiter.User)
                .Sum(user => Enumerable.Range(0, user.Waiting.Count).TakeWhile(i => Rank(user, i).CompareTo(rank) < 0).Count());
        }
    }

    private static (int, long) Rank(LaneUser user, int index) => (user.Running + index, index == 0 ? user.Served : long.MaxValue);

    private void Next()
    {
        while (running < Places && users.Values.Where(user => user.MayRun).MinBy(user => Rank(user, 0)) is { } user)
        {
            var waiter = user.Waiting[0];
            user.Waiting.RemoveAt(0);
            waiting--;
            Give(waiter);
        }
    }

    private void Give(Waiter waiter)
    {
        running++;
        waiter.User.Running++;
        waiter.User.Served = ++count;
        waiter.Give(new Place(this, waiter.User, clock, lane == Lane.Small ? options.SmallStatementTime : null));
    }

    private void Forget()
    {
        if (users.Count >= IdleUsers)
        {
            foreach (var idle in users.Values.Where(user => user.Running == 0 && user.Waiting.Count == 0).ToList())
            {
                users.Remove(idle.Name);
            }
        }
    }
}
