using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Talentys.Host.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "storage_outbox",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Event = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SetAside = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_storage_outbox", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "storage_outbox_leases",
                columns: table => new
                {
                    Event = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Holder = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_storage_outbox_leases", x => x.Event);
                });

            migrationBuilder.CreateTable(
                name: "storage_secrets",
                columns: table => new
                {
                    Organisation = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Cipher = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_storage_secrets", x => new { x.Organisation, x.Name });
                });

            migrationBuilder.CreateIndex(
                name: "IX_storage_outbox_Event_SetAside_Sequence",
                table: "storage_outbox",
                columns: new[] { "Event", "SetAside", "Sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "storage_outbox");

            migrationBuilder.DropTable(
                name: "storage_outbox_leases");

            migrationBuilder.DropTable(
                name: "storage_secrets");
        }
    }
}
