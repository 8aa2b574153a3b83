using Microsoft.EntityFrameworkCore;
using Talentys.Identity.Keys;
using Talentys.Identity.Organisations;
using Talentys.Identity.Scram;
using Talentys.Identity.Sessions;
using Talentys.Identity.SignIns;
using Talentys.Identity.Users;
using Talentys.Storage;

namespace Talentys.Identity;

/// <summary>Tables of the module.</summary>
internal sealed class IdentityStorageMapping : IStorageMapping
{
    public void Map(ModelBuilder model)
    {
        model.Entity<OrganisationRow>(row =>
        {
            row.ToTable("identity_organisations");
            row.HasKey(it => it.Name);
            row.Property(it => it.Name).HasMaxLength(200);
        });
        model.Entity<UserRow>(row =>
        {
            row.ToTable("identity_users");
            row.HasKey(it => it.Id);
            row.Property(it => it.Role).HasMaxLength(50);
            row.Property(it => it.Preferences).HasMaxLength(2000);
            row.Property(it => it.ScramVerifier).HasMaxLength(2000);
            row.HasIndex(it => it.Name).IsUnique();
            row.HasIndex(it => new { it.Organisation, it.Name });
        });
        model.Entity<KeyRow>(row =>
        {
            row.ToTable("identity_keys");
            row.HasKey(it => it.Id);
            row.Property(it => it.Hash).HasMaxLength(64);
            row.Property(it => it.Role).HasMaxLength(50);
            row.Property(it => it.ScramVerifier).HasMaxLength(500);
            row.HasIndex(it => it.Hash).IsUnique();
            row.HasIndex(it => new { it.Organisation, it.Id });
            row.HasOne(it => it.User).WithMany().HasForeignKey(it => it.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<SessionRow>(row =>
        {
            row.ToTable("identity_sessions");
            row.HasKey(it => it.Hash);
            row.Property(it => it.Hash).HasMaxLength(64);
            row.HasOne(it => it.User).WithMany().HasForeignKey(it => it.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<SignInFailuresRow>(row =>
        {
            row.ToTable("identity_sign_in_failures");
            row.HasKey(it => it.Name);
            row.Property(it => it.Name).HasMaxLength(200);
        });
        model.Entity<ScramSaltRow>(row =>
        {
            row.ToTable("identity_scram_salts");
            row.HasKey(it => it.Id);
            row.Property(it => it.Id).HasMaxLength(50);
        });
    }
}
