namespace Talentys.Gateway.Postgres.Messages;

/// <summary>A message of a client.</summary>
/// <param name="Type">Its letter.</param>
/// <param name="Body">What follows its length.</param>
internal readonly record struct ClientMessage(char Type, ReadOnlyMemory<byte> Body)
{
    public BodyReader Read() => new(Body.Span);
}
