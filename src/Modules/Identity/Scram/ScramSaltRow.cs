namespace Talentys.Identity.Scram;

/// <summary>The salt of all SCRAM verifiers of this installation; there is one row.</summary>
internal sealed class ScramSaltRow
{
    public const string OnlyId = "scram";

    public required string Id { get; init; }

    public required byte[] Salt { get; init; }
}
