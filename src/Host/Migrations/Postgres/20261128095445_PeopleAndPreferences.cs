using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Talentys.Host.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PeopleAndPreferences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Disabled",
                table: "identity_users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "LastSeenAt",
                table: "identity_users",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Preferences",
                table: "identity_users",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<bool>(
                name: "ByLink",
                table: "identity_sessions",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Disabled",
                table: "identity_users");

            migrationBuilder.DropColumn(
                name: "LastSeenAt",
                table: "identity_users");

            migrationBuilder.DropColumn(
                name: "Preferences",
                table: "identity_users");

            migrationBuilder.DropColumn(
                name: "ByLink",
                table: "identity_sessions");
        }
    }
}
